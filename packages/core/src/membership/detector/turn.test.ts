import { describe, expect, it } from 'vitest'
import { claim, ejected, joined, tagFor } from '../cluster.fixture.ts'
import { Company } from '../company.fixture.ts'
import { fullMesh, Scene } from '../scene.fixture.ts'

const members = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const others = members.filter((name) => name !== 'a')
const period = 'membership/period'

/** Whom one turn asks; all of them answer. */
const turn = (scene: Scene): string[] => {
  const asked = scene.due(period).sentTo('ping')
  for (const to of asked) scene.ack(to.slice('at-'.length))
  return asked
}
const turns = (scene: Scene, count: number): string[] =>
  Array.from({ length: count }, () => turn(scene)).flat()
const addresses = (names: readonly string[]): string[] => names.map((name) => `at-${name}`)

describe('a turn (M34)', () => {
  it('asks one peer, and in as many turns as there are peers each of them', () => {
    const scene = new Scene({ members }).heard()
    expect(turn(scene)).toEqual([])
    for (let lap = 0; lap < 4; lap++) {
      const asked = turns(scene, 2 * others.length - 1)
      expect(asked).toHaveLength(2 * others.length - 1)
      expect([...new Set(asked)].toSorted()).toEqual(addresses(others))
    }
  })

  it('comes a period after the last, sooner or later by less than a period', () => {
    const scene = new Scene({ members }).heard()
    turns(scene, 2)
    const begun = scene.now
    for (let i = 1; i <= 40; i++) {
      const [before] = [scene.now]
      turn(scene)
      expect(scene.now - before).toBeLessThan(2_000)
      expect(Math.abs(scene.now - begun - i * 1_000)).toBeLessThan(1_000)
    }
  })

  it('is of one’s own, where all agree on who answers: each is asked by one, and asks one', () => {
    const byRound = new Map<number, string[]>()
    for (const side of members.map((self) => new Scene({ members, self }).heard()))
      for (let i = 0; i < 30; i++) {
        const { round = -1 } = side.local
        byRound.set(round, [...(byRound.get(round) ?? []), ...turn(side)])
      }
    const full = [...byRound.values()].filter((asked) => asked.length >= members.length)
    expect(full.length).toBeGreaterThan(24)
    for (const asked of full) expect(asked.toSorted()).toEqual(addresses(members))
  })

  it('is over with one question, though the wall clock stepped', () => {
    const scene = new Scene({ members }).heard()
    turns(scene, 2)
    for (const step of [3_600_000, -7_200_000, 86_400_000]) {
      scene.wallAhead += step
      turn(scene)
      const before = scene.now
      expect(turn(scene)).toHaveLength(1)
      expect(scene.now - before).toBeLessThan(2_000)
    }
  })

  it('goes to suspects, and not to those that have failed or left; who joined has one too', () => {
    const scene = new Scene({ members }).heard().failed('b')
    scene.gossip('b', claim('c', 'suspect')).ack('c').learn('e', ejected('d'))
    scene.learn('e', joined('h'))
    const asked = new Set(turns(scene, 30).filter((to) => to !== 'at-b'))
    expect([...asked].toSorted()).toEqual(addresses(['c', 'e', 'f', 'g', 'h']))
  })

  it('is of those that answer as soon as one fails, or is back', () => {
    const scene = new Scene({ members }).heard()
    turns(scene, 3)
    scene.failed('b')
    for (let i = 0; i < 12; i++) expect(turn(scene).filter((to) => to !== 'at-b')).toHaveLength(1)
    scene.refutes('b', { probe: 0 })
    expect(turns(scene, 2 * others.length - 1)).toContain('at-b')
  })

  it('of a member alone asks nobody, period by period', () => {
    const scene = new Scene({ members: ['a'] })
    for (let i = 0; i < 3; i++) {
      expect(scene.due(period).sent).toEqual([])
      expect(scene.armed(period)).toBe(1_000)
    }
  })

  it('says when it is done', () => {
    const scene = new Scene({ members }).heard().due(period)
    expect(scene.notices).toEqual([{ kind: 'housekeeping-done' }])
  })
})

describe('by full mesh', () => {
  it('a turn asks all that answer, every period', () => {
    const scene = new Scene({ members, config: fullMesh }).heard().failed('b')
    turn(scene)
    for (let i = 0; i < 3; i++) {
      expect(turn(scene).filter((to) => to !== 'at-b')).toEqual(
        addresses(['c', 'd', 'e', 'f', 'g']),
      )
      expect(scene.armed(period) ?? scene.timers.get(period)).toBeDefined()
    }
  })

  it('a turn comes a period after the last', () => {
    const scene = new Scene({ members, config: { ...fullMesh, periodMs: 700 } }).due(period)
    expect(scene.armed(period)).toBe(700)
  })
})

describe('those that have failed (M33)', () => {
  /** When b was tried, in milliseconds after it failed. */
  const tries = (names: readonly string[], forMs: number): number[] => {
    const company = new Company(new Scene({ members: names }).heard().failed('b'))
    const failed = company.scene.now
    const alive = names.filter((name) => name !== 'a' && name !== 'b')
    company.live(forMs, alive)
    return company.sent
      .filter(([to, { kind }]) => to === 'at-b' && kind === 'ping')
      .map(([, , at]) => at - failed)
  }

  it('are tried at once, then ever less often, each 5 s in the end, for ever', () => {
    const all = tries(['a', 'b', 'c'], 600_000)
    const waits = all.map((at, i) => at - (all[i - 1] ?? 0))
    expect(all[0]).toBeLessThan(2_000)
    expect(Math.max(...waits)).toBeLessThan(7_000)
    expect(waits.slice(1, 5).every((ms) => ms < 3_000)).toBe(true)
    const late = waits.slice(-20)
    expect(Math.min(...late)).toBeGreaterThan(4_000)
    expect(all.at(-1)).toBeGreaterThan(590_000)
  })

  it('are tried also if nobody else is there', () => {
    expect(tries(['a', 'b'], 60_000).length).toBeGreaterThan(10)
  })

  it('wait at most as long as reconnectMaxMs says', () => {
    const scene = new Scene({ members: ['a', 'b'], config: { reconnectMaxMs: 30_000 } })
    const company = new Company(scene.failed('b')).live(3_600_000, [])
    const last = company.sent.slice(-3).map(([, , at]) => at)
    expect((last[2] ?? 0) - (last[1] ?? 0)).toBeGreaterThan(28_000)
    expect((last[2] ?? 0) - (last[1] ?? 0)).toBeLessThan(32_000)
  })

  it('are tried one a turn, beside the one whose turn it is, the one that waited longest', () => {
    const scene = new Scene({ members }).heard()
    for (const name of ['b', 'c', 'd', 'e']) scene.failed(name)
    turn(scene)
    const dead = addresses(['b', 'c', 'd', 'e'])
    const tried: string[] = []
    for (let i = 0; i < 12; i++) {
      const asked = turn(scene)
      expect(asked).toHaveLength(2)
      tried.push(...asked.filter((to) => dead.includes(to)))
    }
    for (let i = 0; i + 4 <= tried.length; i++)
      expect(tried.slice(i, i + 4).toSorted()).toEqual(dead)
  })

  it('that do not answer stay so, without a word', () => {
    const scene = new Scene({ members }).heard().failed('b').asking('b').due('membership/probe/b')
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['failed', 0])
    expect([scene.notices, scene.sent]).toEqual([[], []])
    expect(scene.local.health).toBe(0)
  })

  it('tell by the ping what is believed of them', () => {
    const scene = new Scene({ members }).heard().failed('b').asking('b')
    expect(scene.sent.find(([to]) => to === 'at-b')?.[1]).toMatchObject({
      kind: 'ping',
      store: tagFor('a'),
      liveHash: scene.local.liveHash,
    })
  })
})
