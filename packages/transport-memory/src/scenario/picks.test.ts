import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyedChoices } from '../plan/index.ts'
import { PassedOver } from './passed-over.ts'
import { Picks } from './picks.ts'
import type { RunView } from './run-view.ts'
import { toolsFor } from './workload.ts'

const names = ['a', 'b', 'c', 'd', 'e']

/** Picks of a run in which these are up, at this operation. */
function picksAt(id: number, up: readonly string[] = names, seed: string = 'picks'): Picks {
  const picks = new Picks(keyedChoices(seed), names, () => up)
  picks.begin(id)
  return picks
}

describe('picks', () => {
  it('are the same at the same place, whatever was picked in other operations', () => {
    const drawn = (picks: Picks): readonly unknown[] => [
      picks.up(),
      picks.int(1000),
      picks.key('k', 100),
      picks.chance(0.5),
      picks.of(names),
      picks.fresh(),
    ]
    const alone = drawn(picksAt(1_000_007))
    const after = picksAt(1_000_003)
    drawn(after)
    after.end()
    after.begin(1_000_007)
    expect(drawn(after)).toEqual(alone)
    expect(drawn(picksAt(1_000_008))).not.toEqual(alone)
  })

  it('of one operation differ from each other', () => {
    const picks = picksAt(1)
    const numbers = new Set(Array.from({ length: 20 }, () => picks.int(1e6)))
    expect(numbers.size).toBe(20)
  })

  it('of who is up change with who comes and goes only if that one is picked', () => {
    const groups = fc.subarray(names, { minLength: 1 })
    fc.assert(
      fc.property(fc.string(), fc.nat(), groups, (seed, id, up) => {
        const picked = picksAt(id, up, seed).up()
        expect(up).toContain(picked)
        for (const name of names) {
          const others = up.includes(name) ? up.filter((other) => other !== name) : [...up, name]
          if (others.length === 0) continue
          const now = picksAt(id, others, seed).up()
          if (now !== picked) expect([now, picked]).toContain(name)
        }
      }),
    )
  })

  it('pass the operation over when nobody runs', () => {
    expect(() => picksAt(1, []).up()).toThrow(PassedOver)
  })

  it('of any name do not ask who runs', () => {
    const picked = Array.from({ length: 50 }, (_, id) => picksAt(id, []).name())
    expect(new Set(picked)).toEqual(new Set(names))
  })

  it('are in bounds', () => {
    for (let id = 0; id < 200; id++) {
      const picks = picksAt(id)
      expect(picks.key('job', 3)).toMatch(/^job-[012]$/)
      expect([0, 1, 2]).toContain(picks.int(3))
    }
  })

  it('that are fresh are so in the whole run', () => {
    const fresh = Array.from({ length: 100 }, (_, id) => picksAt(1_000_000 + id)).flatMap(
      (picks) => [picks.fresh(), picks.fresh()],
    )
    expect(new Set(fresh).size).toBe(200)
    expect(picksAt(1_000_004).fresh()).toBe('#4.0')
    expect(picksAt(4).fresh()).toBe('#4.0')
  })

  it('are told, the names and keys of them, and forgotten by the next operation', () => {
    const picks = picksAt(1)
    const [name, key] = [picks.up(), picks.key('k', 3)]
    picks.int(9)
    expect(picks.end().told).toEqual([name, key])
    picks.begin(2)
    expect(picks.end().told).toEqual([])
  })

  it('after an operation is over, as when it has awaited something, are an error', () => {
    const picks = picksAt(1)
    picks.end()
    for (const pick of [() => picks.up(), () => picks.int(3), () => picks.fresh()])
      expect(pick).toThrow('an operation picks before it awaits anything, not after')
  })
})

describe('tools of a workload', () => {
  const run: RunView<string> = {
    now: 0,
    up: ['a'],
    members: [],
    apps: ['app of a'],
    member: (name) => ({ name }) as ReturnType<RunView<string>['member']>,
    app: (name) => `app of ${name}`,
    converged: () => true,
  }

  it('reach what runs, and note whom', () => {
    const picks = picksAt(1)
    const tools = toolsFor(picks, run, (name) => picks.use(name))
    expect([tools.app('a'), tools.member('a').name]).toEqual(['app of a', 'a'])
    expect(picks.end().used).toEqual(['a'])
  })

  it('pass the operation over for what does not', () => {
    const tools = toolsFor(picksAt(1), run)
    expect(() => tools.app('b')).toThrow(PassedOver)
    expect(() => tools.member('b')).toThrow('b does not run')
  })
})
