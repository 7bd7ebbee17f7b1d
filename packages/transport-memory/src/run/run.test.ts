import type { LogStore } from '@quorate/core'
import { EMPTY } from 'rxjs'
import { describe, expect, it } from 'vitest'
import {
  calmSurroundings,
  type FaultOp,
  fault,
  type Plan,
  planOf,
  type PlannedOp,
} from '../plan/index.ts'
import { type AppStart, libraryScenario, op, type Scenario } from '../scenario/index.ts'
import { oneOwner, type Worker, workers } from '../jobs.fixture.ts'
import { shapeOf } from '../simulate/index.ts'
import { added } from './outcome.ts'
import { runPlan } from './run.ts'
import type { MemberEnv } from '../machine.ts'
import type { Failure } from './violation.ts'

/** Three members in a calm world; the operations one after another, a second between them. */
const planned = (...ops: readonly ((FaultOp & { readonly atMs?: number }) | string)[]): Plan => ({
  format: 1,
  seed: 'run',
  members: ['a', 'b', 'c'],
  isJoined: true,
  core: ['a', 'b', 'c'],
  runMs: 1000 * (ops.length + 1),
  surroundings: calmSurroundings,
  ops: ops.map((each, nth): PlannedOp => {
    const at = { id: nth, atMs: 1000 * (nth + 1) }
    return typeof each === 'string' ? { kind: 'use', use: each, ...at } : { ...at, ...each }
  }),
})

const failureOf = async <App>(plan: Plan, scenario: Scenario<App>): Promise<Failure | undefined> =>
  (await runPlan(plan, scenario)).failure

/** An application that does this at its start, and whatever it has as methods when it is used. */
const doing = (at: (start: AppStart) => unknown): Scenario<{ readonly use: () => unknown }> => ({
  app: (start) => {
    const use = (): unknown => at(start)
    return { use }
  },
  workload: ({ app }) => [op('use', () => app('b').use())],
})

describe('a run', () => {
  it('of the same plan is the same run; of another, another', async () => {
    const scenario = { ...libraryScenario(), members: 3, run: '30s' } as const
    const plan = planOf('twice', shapeOf(scenario))
    const [first, second] = [await runPlan(plan, scenario), await runPlan(plan, scenario)]
    expect(first.hash).toBe(second.hash)
    expect(first.told).toEqual(second.told)
    expect(first.performed).toEqual(second.performed)
    const other = await runPlan({ ...plan, seed: 'other' }, scenario)
    expect(other.hash).not.toBe(first.hash)
  })

  it('of nothing at all holds', async () => {
    const outcome = await runPlan(planned(), { members: 3 })
    expect(outcome.failure).toBe(undefined)
    expect(outcome.account).toMatchObject({ findings: [] })
    expect(outcome.machines.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  it('leaves what else is drawn alone when an operation is left out', async () => {
    const scenario = { ...libraryScenario(), members: 3, run: '60s' } as const
    const plan = planOf('left out', shapeOf({ ...scenario, faults: fault.none() }))
    const all = await runPlan(plan, scenario)
    const [gone] = plan.ops
    const left = await runPlan({ ...plan, ops: plan.ops.slice(1) }, scenario)
    const others = [...all.told].filter(([id]) => id !== gone?.id)
    expect([...left.told]).toEqual(others)
  })

  it('performs what makes sense, counts it, and passes over what does not', async () => {
    const pause: FaultOp = { kind: 'pause', name: 'b', forMs: 5000 }
    const scenario = doing(({ member }) => member.put('k', 1))
    const { performed, failure } = await runPlan(planned('use', pause, 'use', pause), scenario)
    expect(failure).toBe(undefined)
    expect(performed).toEqual(
      new Map([
        ['use', 1],
        ['pause', 1],
      ]),
    )
  })

  it('tells what operations turned out to be', async () => {
    const scenario: Scenario = {
      workload: ({ pick }) => [op('look', () => pick.up()), op('wait', () => undefined)],
    }
    const { told } = await runPlan(planned('look', 'wait'), scenario)
    expect([...told.values()]).toEqual([expect.stringMatching(/^look [abc]$/), 'wait'])
  })

  it('ends with some gone for good, if the plan says so', async () => {
    const { failure, machines } = await runPlan({ ...planned(), core: ['a', 'c'] }, { members: 3 })
    expect(failure).toBe(undefined)
    expect(machines.filter(({ member }) => member !== undefined).map(({ name }) => name)).toEqual([
      'a',
      'c',
    ])
  })

  it('meets at the end, if it began apart', async () => {
    const { failure, machines } = await runPlan({ ...planned(), isJoined: false }, { members: 3 })
    expect(failure).toBe(undefined)
    expect(new Set(machines.map(({ member }) => member?.version().hash)).size).toBe(1)
  })
})

describe('halves that ejected each other while they were cut off', () => {
  it('have nothing to say to each other, and are brought together by those who run them', async () => {
    const scenario: Scenario = {
      workload: ({ member }) => [
        op('a ejects b', () => member('a').eject('b')),
        op('a ejects c', () => member('a').eject('c')),
        op('b ejects a', () => member('b').eject('a')),
      ],
    }
    const cut: FaultOp = {
      kind: 'cut',
      side: ['a'],
      other: ['b', 'c'],
      isOneWay: false,
      forMs: 5000,
    }
    const plan = planned(cut, 'a ejects b', 'a ejects c', 'b ejects a')
    const { failure, machines } = await runPlan(plan, scenario)
    expect(failure).toBe(undefined)
    const rosters = machines.map(({ member }) => member?.members().map(({ name }) => name))
    expect(rosters).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
  })
})

describe('a run fails by what an application must hold', () => {
  const cut: FaultOp = { kind: 'cut', side: ['a'], other: ['b', 'c'], isOneWay: false, forMs: 5000 }
  const claims = (isGreedy: boolean): Scenario<Worker> => ({
    ...workers(isGreedy),
    workload: ({ app }) => [
      op('a claims', () => app('a').claim('job-0')),
      op('b claims', () => app('b').claim('job-0')),
    ],
  })
  const plan = planned(cut, 'a claims', 'b claims')

  it('in the end: two workers that own a job for good', async () => {
    expect(await failureOf(plan, claims(false))).toBe(undefined)
    expect(await failureOf(plan, claims(true))).toMatchObject({
      invariant: 'eventually: one owner',
      detail: expect.stringMatching(/^does not hold, 60000 ms after all agreed$/),
    })
  })

  it('always: at the very moment', async () => {
    const failure = await failureOf(plan, { ...claims(true), always: { 'one owner': oneOwner } })
    expect(failure).toMatchObject({ invariant: 'always: one owner', detail: 'does not hold' })
    expect(failure?.atMs).toBeGreaterThan(3000)
    expect(failure?.atMs).toBeLessThan(4000)
  })

  it('and says what a check says', async () => {
    const scenario: Scenario = { always: { mine: ({ up }) => `${up.length} are up` } }
    expect(await failureOf(planned(), scenario)).toMatchObject({
      invariant: 'always: mine',
      detail: expect.stringMatching(/^\d are up$/),
    })
  })
})

describe('a run fails by a call', () => {
  it('that never ends', async () => {
    const scenario = doing(() => new Promise(() => undefined))
    expect(await failureOf(planned('use'), scenario)).toMatchObject({
      invariant: 'calls',
      detail: 'never ended: use of b/1',
    })
  })

  it('but not if the process it was made of has ended', async () => {
    const scenario = doing(() => new Promise(() => undefined))
    const crash: FaultOp = {
      kind: 'crash',
      name: 'b',
      lose: 'none',
      isTorn: false,
      back: { as: 'same' },
      forMs: 300,
    }
    expect(await failureOf(planned('use', crash), scenario)).toBe(undefined)
  })

  it('that ends with anything but a refusal, at once, with the stack', async () => {
    const scenario = doing(() => {
      throw new TypeError('no such job')
    })
    const failure = await failureOf(planned('use'), scenario)
    expect(failure).toMatchObject({
      invariant: 'calls',
      detail: expect.stringMatching(/^use of b\/1 ended with TypeError: no such job\n.*run\.test/s),
    })
    expect(failure?.atMs).toBeLessThan(4000)
  })

  it('but not by one that is refused', async () => {
    const scenario = doing(({ member }) => member.put('ts', 1))
    expect(await failureOf(planned('use'), scenario)).toBe(undefined)
  })

  it('that picks after it awaited something', async () => {
    const scenario: Scenario = {
      workload: ({ pick, member }) => [
        op('late', async () => {
          await member('b').put('k', 1)
          pick.up()
        }),
      ],
    }
    expect(await failureOf(planned('late'), scenario)).toMatchObject({
      invariant: 'calls',
      detail: expect.stringContaining('an operation picks before it awaits anything'),
    })
  })
})

describe('a run fails by what an application takes from around it', () => {
  const now = (): unknown => Date.now()

  it.each<readonly [string, Scenario<never>]>([
    ['when it is built', { app: () => now() as never }],
    ['when it is used', doing(now) as unknown as Scenario<never>],
    ['in a timer of its own', { app: ({ env }) => env.setTimeout(now, 500) as never }],
    [
      'in the promise of an answer',
      {
        app: ({ member, name }) =>
          (name === 'b'
            ? void member
                .put('k', 1)
                .catch(() => undefined)
                .then(now)
            : undefined) as never,
      },
    ],
  ])('%s, and says who and where', async (_, scenario) => {
    const failure = await failureOf(planned('use'), scenario)
    expect(failure?.invariant).toBe('ambient')
    expect(failure?.detail).toMatch(/Date\.now/)
    expect(failure?.detail).toMatch(/\b[abc]\b.*run\.test\.ts/s)
  })

  it('a rejection that nobody handles', async () => {
    const scenario = doing(() => {
      void Promise.reject(new Error('lost'))
    })
    expect(await failureOf(planned('use'), scenario)).toMatchObject({
      invariant: 'rejection',
      detail: expect.stringMatching(/^b did not handle Error: lost\n.*run\.test\.ts/s),
    })
  })

  it('an error in a timer, where nobody can catch it', async () => {
    const scenario = doing(({ env }) => {
      env.setTimeout(() => {
        throw new Error('in a timer')
      }, 10)
    })
    const failure = await failureOf(planned('use'), scenario)
    expect(failure?.invariant).toBe('error')
    expect(failure?.detail).toMatch(/in a timer\n.*run\.test\.ts/s)
  })

  it('an application that cannot be built', async () => {
    const scenario: Scenario = {
      app: ({ name }) => {
        if (name === 'c') throw new Error('no room')
        return undefined
      },
    }
    expect(await failureOf(planned(), scenario)).toMatchObject({
      invariant: 'start',
      detail: expect.stringMatching(/^c\/1 did not start: Error: no room/),
    })
  })
})

describe('a run fails by a cluster', () => {
  /** Says of every entry that it is durable, and after 2 seconds keeps none. */
  function forgetful({ log, clock }: MemberEnv): LogStore {
    const untilMs = clock.monotonic() + 2000
    return {
      open: () => log.open(),
      start: (identity, entries) => log.start(identity, entries),
      append: (batch) => (clock.monotonic() < untilMs ? log.append(batch) : EMPTY),
      saveCheckpoint: (bytes) => log.saveCheckpoint(bytes),
      close: () => log.close(),
    }
  }

  it('S8: that loses a write it acknowledged, as soon as its log is opened again', async () => {
    const scenario: Scenario = {
      log: (env) => (env.name === 'b' ? forgetful(env) : env.log),
      workload: ({ member }) => [op('put', () => member('b').put('k', 1))],
    }
    const cut: FaultOp = {
      kind: 'cut',
      side: ['b'],
      other: ['a', 'c'],
      isOneWay: false,
      forMs: 4000,
    }
    const crash: FaultOp = {
      kind: 'crash',
      name: 'b',
      lose: 'none',
      isTorn: false,
      back: { as: 'same' },
      forMs: 300,
    }
    const failure = await failureOf(planned(cut, 'put', crash), scenario)
    expect(failure).toMatchObject({
      invariant: 'S8',
      detail: expect.stringMatching(
        /^b\/2 lost \d+ entries behind \d+ that its log called durable/,
      ),
    })
  })

  it('L1: that never agrees again', async () => {
    const scenario: Scenario = {
      app: ({ member, env }) => {
        env.setInterval(() => void member.pauseHousekeeping(), 20)
        return undefined
      },
      workload: ({ member }) => [op('put', () => member('a').put('k', 1))],
    }
    const cut: FaultOp = {
      kind: 'cut',
      side: ['a'],
      other: ['b', 'c'],
      isOneWay: false,
      forMs: 2500,
    }
    expect(await failureOf(planned(cut, 'put'), scenario)).toMatchObject({ invariant: 'L1' })
  })

  it('L7: that does not fall silent, unless it need not', async () => {
    const scenario: Scenario = {
      app: ({ member, env, name }) => {
        if (name === 'a')
          env.setInterval(() => void member.put('k', 1).catch(() => undefined), 20_000)
        return undefined
      },
    }
    expect(await failureOf(planned(), scenario)).toMatchObject({
      invariant: 'L7',
      detail: expect.stringMatching(/^the logs grew by \d+ in 60000 ms$/),
    })
    expect(await failureOf(planned(), { ...scenario, isQuiet: false })).toBe(undefined)
  })

  it('L7: that goes on sending frames', async () => {
    const scenario: Scenario = {
      app: ({ member, env }) => {
        env.setInterval(() => void member.ping('a').catch(() => undefined), 200)
        return undefined
      },
    }
    expect(await failureOf(planned(), scenario)).toMatchObject({
      invariant: 'L7',
      detail: expect.stringMatching(/^\d+ frames in 60000 ms; at rest at most \d+$/),
    })
  })
})

describe('a run leaves the process as it was', () => {
  it('after a failure too: no guard, no listeners, no time of its own', async () => {
    const listeners = process.listenerCount('unhandledRejection')
    const before = Date.now
    await failureOf(
      planned('use'),
      doing(() => Date.now()),
    )
    expect(process.listenerCount('unhandledRejection')).toBe(listeners)
    expect(Date.now).toBe(before)
  })
})

describe('counts', () => {
  it('are added by name', () => {
    const sum = added(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 3],
        ['c', 4],
      ]),
    )
    expect(sum).toEqual(
      new Map([
        ['a', 1],
        ['b', 5],
        ['c', 4],
      ]),
    )
  })
})
