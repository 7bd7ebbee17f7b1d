import { lastValueFrom } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { type Machines, machinesOf } from '../machines.fixture.ts'
import type { Crash, CrashAtCall, DiskFaultKind, FaultOp, NoiseKind, Timed } from '../plan/index.ts'
import type { AppStart } from '../scenario/index.ts'
import { traceLine } from '../trace.ts'
import { Breakage } from './breakage.ts'

const timed: Timed = { id: 1, atMs: 0 }
const crash: Crash & Timed = {
  ...timed,
  kind: 'crash',
  name: 'a',
  lose: 'unsynced',
  isTorn: false,
  back: { as: 'same' },
  forMs: 1000,
}

const noise = (of: NoiseKind): FaultOp => ({ kind: 'noise', of, share: 0.5, forMs: 1000 })
const disk = (fault: DiskFaultKind): FaultOp => ({ kind: 'disk', name: 'a', fault, forMs: 1000 })

/** Everything that can break and be mended again. */
const breakages: { readonly [what: string]: FaultOp } = {
  cut: { kind: 'cut', side: ['a'], other: ['b', 'c'], isOneWay: false, forMs: 1000 },
  'one-way': { kind: 'cut', side: ['b'], other: ['a'], isOneWay: true, forMs: 1000 },
  clog: { kind: 'clog', side: ['a'], other: ['b'], forMs: 1000 },
  loss: noise('loss'),
  duplicate: noise('duplicate'),
  reorder: noise('reorder'),
  corrupt: noise('corrupt'),
  narrow: { kind: 'narrow', bytesPerSecond: 1000, queueBytesMax: 500, forMs: 1000 },
  pause: { kind: 'pause', name: 'a', forMs: 1000 },
  slow: { kind: 'slow', name: 'a', busyMs: 40, forMs: 1000 },
  clock: { kind: 'clock', name: 'a', offsetMs: 400, driftPpm: 9000, forMs: 1000 },
  full: disk('full'),
  'full-midway': disk('full-midway'),
  'read-error': disk('read-error'),
  'write-error': disk('write-error'),
  'sync-error': disk('sync-error'),
  'slow disk': disk('slow'),
}

/** What faults themselves write into the trace. */
const ofFaults = /^\s*[\d.]+ (cut|heal|clog|slow|clock|pause|resume|disk|rot) /

interface Broken {
  readonly machines: Machines<undefined>
  readonly breakage: Breakage<undefined>
}

const broken = async (onLine: (line: string) => void = () => undefined): Promise<Broken> => {
  const machines = await machinesOf({
    seed: 'broken',
    onTrace: (event) => onLine(traceLine(event)),
  })
  const { world, cluster, ledger } = machines
  return { machines, breakage: new Breakage(world, cluster, ledger) }
}

/** Members write, and one comes and goes, after something was done. */
async function linesAfter(disturb: (broken: Broken) => void): Promise<readonly string[]> {
  const lines: string[] = []
  const about = await broken((line) => lines.push(line))
  const { world, cluster } = about.machines
  disturb(about)
  for (let round = 0; round < 3; round++) {
    for (let nth = 0; nth < 8; nth++) {
      const member = cluster.up.includes('a') ? cluster.member('a') : undefined
      void member?.put('k', nth).catch(() => undefined)
      await world.advance(90)
    }
    if (world.stateOf('a') === 'running') {
      cluster.crash('a')
      void cluster.restart('a')
    }
    await world.advance(700)
  }
  return lines.filter((line) => !ofFaults.test(line))
}

describe('what breaks', async () => {
  const undisturbed = await linesAfter(() => undefined)

  it.each(Object.entries(breakages))('%s does something to the run', async (_, op) => {
    const lines = await linesAfter(({ breakage }) => breakage.perform({ ...op, ...timed }))
    expect(lines).not.toEqual(undisturbed)
  })

  it.each(Object.entries(breakages))('%s mended at once leaves nothing', async (_, op) => {
    const lines = await linesAfter(({ breakage }) => {
      const mend = breakage.perform({ ...op, ...timed })
      mend?.()
      mend?.()
    })
    expect(lines).toEqual(undisturbed)
  })

  it('a rotten disk shows when it is opened, whatever was mended', async () => {
    const lines = await linesAfter(({ breakage }) =>
      breakage.perform({ ...timed, kind: 'rot', name: 'a', bits: 5, forMs: 0 })?.(),
    )
    expect(lines).not.toEqual(undisturbed)
  })
})

describe('a clog', () => {
  it.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('holds back what %s sends to %s, and ends by itself in a burst', async (from, to) => {
    const { machines, breakage } = await broken()
    const { world, cluster } = machines
    world.isolate('c')
    breakage.perform({ ...timed, kind: 'clog', side: ['a'], other: ['b'], forMs: 5000 })
    await world.settle(cluster.member(from).put('k', 1))
    await world.advance(4900)
    expect(cluster.member(to).get('k')).toBe(undefined)
    await world.advance(200)
    expect(cluster.member(to).get('k')).toBe(1)
  })
})

describe('a crash', () => {
  it('ends a process, and mended starts another', async () => {
    const { machines, breakage } = await broken()
    const { world, cluster } = machines
    const mend = breakage.perform(crash)
    expect(cluster.up).toEqual(['b', 'c'])
    mend?.()
    await world.until(() => cluster.up.length === 3)
    expect(cluster.actor('a').who).toBe('a/2')
  })

  it('of what does not run makes no sense, nor does a pause', async () => {
    const { machines, breakage } = await broken()
    machines.cluster.crash('a')
    expect(breakage.perform(crash)).toBe(undefined)
    expect(breakage.perform({ ...timed, kind: 'pause', name: 'a', forMs: 1 })).toBe(undefined)
  })

  it('is not mended twice, nor if somebody else did', async () => {
    const { machines, breakage } = await broken()
    const { world, cluster } = machines
    const mend = breakage.perform(crash)
    await world.settle(cluster.restart('a'))
    mend?.()
    await world.advance(3000)
    expect(cluster.actor('a').who).toBe('a/2')
  })

  it('comes back at another address', async () => {
    const { machines, breakage } = await broken()
    const { world, cluster } = machines
    breakage.perform({ ...crash, back: { as: 'moved' } })?.()
    await world.until(() => cluster.up.length === 3)
    expect(cluster.member('a').address).toBe('a-moved-1')
  })

  it('comes back with an older disk, and what it wrote since is not held against it', async () => {
    const { machines, breakage } = await broken()
    const { world, cluster, ledger } = machines
    world.isolate('a')
    await world.settle(cluster.member('a').put('before', 1))
    breakage.keep(crash)
    await world.settle(cluster.member('a').put('since', 1))
    expect(ledger.writesOf('a')).toBe(2)
    breakage.perform({ ...crash, back: { as: 'backup', ageMs: 1000 } })?.()
    await world.until(() => cluster.up.length === 3)
    const { member } = cluster.actor('a')
    expect([member?.get('before'), member?.get('since')]).toEqual([1, undefined])
    expect(ledger.writesOf('a')).toBe(1)
  })

  it('loses what it is told to', async () => {
    const { machines, breakage } = await broken()
    const { world, cluster } = machines
    world.isolate('a')
    await world.settle(cluster.member('a').put('k', 1))
    breakage.perform({ ...crash, lose: 'none' })?.()
    await world.until(() => cluster.up.length === 3)
    expect(cluster.member('a').get('k')).toBe(1)
    breakage.perform({ ...crash, lose: 'all' })?.()
    await world.until(() => cluster.up.length === 3)
    expect(cluster.member('a').get('k')).toBe(undefined)
  })
})

describe('a clone', () => {
  it('runs beside the original under its name, and takes its writes with it', async () => {
    const { machines, breakage } = await broken()
    const { world, cluster, ledger } = machines
    const mend = breakage.perform({ ...timed, kind: 'clone', name: 'a', forMs: 1000 })
    await world.until(() => cluster.up.length === 4)
    const clone = cluster.member('a-clone-1')
    expect(clone.name).toBe('a')
    world.isolate('a-clone-1')
    await world.settle(clone.put('k', 'of the clone'))
    expect(ledger.writes).toHaveLength(1)
    mend?.()
    expect(cluster.up).toEqual(['a', 'b', 'c'])
    expect(ledger.writes).toHaveLength(0)
    mend?.()
  })
})

describe('a crash at a call', () => {
  const crashAt: CrashAtCall & Timed = {
    ...timed,
    kind: 'crash-at',
    name: 'a',
    point: 'fs:make-folder',
    nth: 1,
    when: 'after',
    isRestarted: false,
    lose: 'none',
    isTorn: false,
    forMs: 1000,
  }
  /** The application keeps something on its disk: a folder for each start. */
  const app = async ({ env }: AppStart): Promise<void> => {
    const names = await lastValueFrom(env.fs.list(''))
    await lastValueFrom(env.fs.makeFolder(`start-${names.length}`), { defaultValue: undefined })
  }
  const breaking = async (op: Partial<CrashAtCall>) => {
    const machines = await machinesOf({ scenario: { app } })
    const { world, cluster, ledger } = machines
    const breakage = new Breakage(world, cluster, ledger)
    const mend = breakage.perform({ ...crashAt, ...op })
    await world.advance(100)
    return { ...machines, breakage, mend: mend ?? expect.fail('it made no sense') }
  }
  const back = async ({ world, cluster }: Machines<void>): Promise<string> => {
    await world.until(() => cluster.up.length === 3)
    return cluster.actor('a').who
  }

  it('ends a process that is started for it, and mended starts another', async () => {
    const { mend, ...machines } = await breaking({ isRestarted: true })
    expect(machines.cluster.up).toEqual(['b', 'c'])
    expect([...machines.breakage.crashes]).toEqual([['fs:make-folder', 1]])
    mend()
    expect(await back(machines)).toBe('a/3')
    expect(machines.findings).toEqual([])
  })

  it('ends a process whenever it makes that call, and not once that was called off', async () => {
    const { mend, ...machines } = await breaking({})
    const { world, cluster, breakage } = machines
    expect(cluster.up).toHaveLength(3)
    cluster.crash('a')
    void cluster.restart('a')
    await world.advance(100)
    expect(cluster.up).toEqual(['b', 'c'])
    mend()
    expect(await back(machines)).toBe('a/3')
    expect(breakage.crashes.get('fs:make-folder')).toBe(1)
  })

  it('that never comes leaves all as it was', async () => {
    const { mend, ...machines } = await breaking({ point: 'fs:rename' })
    mend()
    expect(await back(machines)).toBe('a/1')
    expect(machines.breakage.crashes.size).toBe(0)
  })

  it('of what does not run makes no sense', async () => {
    const { machines, breakage } = await broken()
    machines.cluster.crash('a')
    expect(breakage.perform(crashAt)).toBe(undefined)
  })

  it('is not mended if somebody else did', async () => {
    const { mend, ...machines } = await breaking({ isRestarted: true })
    await machines.world.settle(machines.cluster.restart('a'))
    mend()
    await machines.world.advance(3000)
    expect(await back(machines)).toBe('a/3')
  })
})
