import { afterEach, describe, expect, it, vi } from 'vitest'
import { latency } from '../faults/index.ts'
import type { AppStart } from '../scenario/index.ts'
import { Worker } from '../jobs.fixture.ts'
import { sim } from './sim.ts'
import type { SimOptions } from './sim-script.ts'
import type { SimWorld } from './sim-world.ts'

const members = ['a', 'b', 'c']

/** Runs a script at once. */
const scripted = (
  script: (w: SimWorld) => unknown,
  options: Partial<SimOptions<undefined>> = {},
): Promise<void> => sim({ members, seed: 'scripts', ...options }, script)()

const valuesOf = (w: SimWorld<never>, key: string): readonly unknown[] =>
  w.members.map((member) => member.get(key))

/** Whether a reaches b now. */
const reaches = (w: SimWorld, a: string, b: string): Promise<boolean> =>
  w.settle(
    w
      .member(a)
      .ping(b, { timeoutMs: 800 })
      .then(
        () => true,
        () => false,
      ),
  )

describe('a script', () => {
  it(
    'lets the later put win in both halves',
    sim({ members }, async (w) => {
      await w.stable()
      w.cut('a', ['b', 'c'])
      const puts = [w.member('a').put('job', 1)]
      await w.advance('5s')
      puts.push(w.member('b').put('job', 2))
      await w.advance('5s')
      await Promise.all(puts)
      expect(valuesOf(w as SimWorld<never>, 'job')).toEqual([1, 2, 2])
      w.heal()
      await w.until(() => w.converged(), '30s')
      expect(valuesOf(w as SimWorld<never>, 'job')).toEqual([2, 2, 2])
    }),
  )

  it('moves time by its verbs only, in durations', () =>
    scripted(async (w) => {
      const began = w.now
      await w.advance('1.5s')
      expect(w.now - began).toBeCloseTo(1500, 6)
      await w.advance(500)
      expect(w.now - began).toBeCloseTo(2000, 6)
      await Promise.resolve()
      expect(w.now - began).toBeCloseTo(2000, 6)
      await expect(w.until(() => false, '3s')).rejects.toThrow('not reached in time')
      expect(w.now - began).toBeCloseTo(5000, 6)
      expect(() => w.advance('soon' as never)).toThrow('soon is no duration')
    }))

  it('begins joined, or apart', async () => {
    await scripted((w) => expect(w.converged()).toBe(true))
    await scripted((w) => expect(w.converged()).toBe(false), { start: 'apart' })
  })

  it('breaks links each way, for as long as it says, and takes each back', () =>
    scripted(async (w) => {
      const mend = w.cut('a', 'b', { oneWay: true })
      expect([await reaches(w, 'a', 'b'), await reaches(w, 'a', 'c')]).toEqual([false, true])
      mend()
      const undo = w.isolate('c')
      expect([await reaches(w, 'a', 'b'), await reaches(w, 'a', 'c')]).toEqual([true, false])
      undo()
      w.clog('a', 'b', '2s')
      expect(await reaches(w, 'a', 'b')).toBe(false)
      await w.advance('2s')
      expect(await reaches(w, 'a', 'b')).toBe(true)
      const keep = w.drop(({ to }) => to === 'b')
      expect([await reaches(w, 'a', 'b'), await reaches(w, 'a', 'c')]).toEqual([false, true])
      keep()
      const widen = w.mtu({ from: 'a', to: 'b' }, 10)
      expect([await reaches(w, 'a', 'b'), await reaches(w, 'a', 'c')]).toEqual([false, true])
      widen()
      const faster = w.rule({ to: ['b', 'c'] }, latency({ min: 900, max: 900 }))
      expect(await reaches(w, 'a', 'b')).toBe(false)
      faster()
      expect(await reaches(w, 'a', 'b')).toBe(true)
      const held = w.hold()
      expect(await reaches(w, 'a', 'b')).toBe(false)
      expect(held.frames.length).toBeGreaterThan(0)
      held.drop()
      expect(await reaches(w, 'a', 'b')).toBe(true)
      await w.stable()
    }))

  it('pauses a process for a time, or until it is resumed, slows it and sets its clock', () =>
    scripted(async (w) => {
      w.pause('b', '2s')
      expect(w.up).toEqual(['a', 'c'])
      await w.advance('2s')
      expect(w.up).toEqual(['a', 'b', 'c'])
      w.pause('b')
      await w.advance('10s')
      expect(w.up).toEqual(['a', 'c'])
      w.resume('b')
      const faster = w.slow('c', { busyMs: 5 })
      const right = w.clock('c', { offsetMs: 100, driftPpm: 50 })
      await w.stable()
      faster()
      right()
      await w.stable()
    }))

  it('crashes processes, builds their applications again, and adds others', async () => {
    const starts: string[] = []
    const app = ({ name }: AppStart): string => {
      starts.push(name)
      return `${name} ${starts.length}`
    }
    await sim<string>({ members, seed: 'apps', app }, async (w) => {
      expect(w.apps).toEqual(['a 1', 'b 2', 'c 3'])
      w.crash('b')
      expect(() => w.app('b')).toThrow('b does not run')
      await w.restart('b')
      expect(w.app('b')).toBe('b 4')
      await w.start('d')
      await w.until(() => w.member('a').members().length === 4)
      await w.stable()
    })()
  })

  it('crashes a process at a call of its own', () =>
    scripted(async (w) => {
      w.isolate('a')
      w.crashAt('log:append', 'a')
      void w.member('a').put('k', 1)
      await w.until(() => !w.up.includes('a'))
      expect(w.members.length).toBe(2)
      await w.restart('a')
      expect(w.member('a').get('k')).toBe(undefined)
    }))

  it('breaks disks, keeps them, puts them back, and copies them', () =>
    scripted(async (w) => {
      await w.settle(w.member('b').put('k', 1))
      const backup = w.backup('b')
      await w.settle(w.member('b').put('k', 2))
      await w.until(() => w.converged())
      w.crash('b')
      w.restore('b', backup)
      await w.restart('b')
      await w.until(() => w.member('b').get('k') === 2)
      const clear = w.disk('a', { capacityBytes: 0 })
      await expect(w.settle(w.member('a').put('x', 1))).rejects.toThrow()
      clear()
      w.crash('a')
      await w.restart('a')
      w.crash('c')
      w.rot('c', 2)
      await w.restart('c')
      expect(w.up).toContain('c')
      await w.clone('b', 'copy')
      expect(w.member('copy').name).toBe('b')
      await w.settle(w.member('copy').put('of the copy', 1))
      await w.until(() => w.member('a').get('of the copy') === 1)
    }))
})

describe('a script fails', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('by what it says itself, and says how to see it again', async () => {
    const failing = scripted(() => expect(1).toBe(2), { seed: 'ab.3' })
    await expect(failing).rejects.toThrow(/expected 1 to be 2[^]*again: SIM_SEED=ab\.3$/)
  })

  it('by what must always hold, in the middle, when it happens', async () => {
    let failedAt = 0
    const failing = scripted(
      async (w) => {
        const put = w.member('a').put('k', 'bad')
        await w.advance('10s').catch((error: unknown) => {
          failedAt = w.now
          throw error
        })
        await put
      },
      {
        always: {
          'nothing bad': ({ members: all }) => all.every((member) => member.get('k') !== 'bad'),
        },
      },
    )
    await expect(failing).rejects.toMatchObject({
      name: 'Violation',
      invariant: 'always: nothing bad',
    })
    expect(failedAt).toBeLessThan(2000)
  })

  it('by ambient time in an application that it calls', async () => {
    class Late extends Worker {
      now(): number {
        return Date.now()
      }
    }
    const failing = sim<Late>({ members, app: (start) => new Late(start, false) }, (w) =>
      w.app('b').now(),
    )()
    await expect(failing).rejects.toThrow(/b called Date\.now/)
  })

  it('by a rejection that nobody handles', async () => {
    const failing = scripted(async (w) => {
      void Promise.reject(new Error('forgotten'))
      await w.advance('1s')
    })
    await expect(failing).rejects.toMatchObject({ invariant: 'rejection' })
  })

  it('by options that make no sense', async () => {
    await expect(scripted(() => undefined, { members: [] })).rejects.toThrow('at least one')
  })

  it('runs the seed that is asked for', async () => {
    const seeds: unknown[] = []
    const tell = (w: SimWorld): number => seeds.push(w.world.seed)
    await scripted(tell)
    vi.stubEnv('SIM_SEED', 'mine')
    await scripted(tell)
    vi.stubEnv('SIM_SEED', '')
    await sim({ members }, tell)()
    expect(seeds.slice(0, 2)).toEqual(['scripts', 'mine'])
    expect(seeds[2]).toMatch(/^[0-9a-f]{8}$/)
  })
})
