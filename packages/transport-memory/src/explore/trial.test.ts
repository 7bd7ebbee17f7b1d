import { describe, expect, it } from 'vitest'
import { calmSurroundings, type FaultOp, type Plan, type PlannedOp } from '../plan/index.ts'
import { type AppStart, op, type Scenario } from '../scenario/index.ts'
import { type Worker, workers } from '../jobs.fixture.ts'
import { runPlan } from '../run/index.ts'
import { isRunSalted, isRunTwice, salted } from './check-determinism.ts'
import { tryPlan } from './trial.ts'

const use = (id: number, name: string): PlannedOp => ({
  kind: 'use',
  use: name,
  id,
  atMs: id * 500,
})
const cut: FaultOp = { kind: 'cut', side: ['a'], other: ['b', 'c'], isOneWay: false, forMs: 6000 }
const slow: FaultOp = { kind: 'slow', name: 'c', busyMs: 2, forMs: 800 }

const planOf = (seed: string, ...ops: readonly PlannedOp[]): Plan => ({
  format: 1,
  seed,
  members: ['a', 'b', 'c'],
  isJoined: true,
  core: ['a', 'b', 'c'],
  runMs: 10_000,
  surroundings: calmSurroundings,
  ops,
})

/** A seed of which this holds. */
function seedWhere(holds: (plan: Plan) => boolean): string {
  const seeds = Array.from({ length: 1000 }, (_, nth) => `seed ${nth}`)
  return seeds.find((seed) => holds(planOf(seed))) ?? expect.fail('no such seed')
}

describe('a plan that is tried', () => {
  const greedy: Scenario<Worker> = {
    ...workers(true),
    isQuiet: false,
    settle: '5s',
    workload: ({ app }) => [
      op('a claims', () => app('a').claim('job-0')),
      op('b claims', () => app('b').claim('job-0')),
      op('looks', () => app('c').owns('job-1')),
    ],
  }
  const plan = planOf(
    'greedy',
    { ...cut, id: 1, atMs: 500 },
    { ...slow, id: 2, atMs: 900 },
    use(3, 'looks'),
    use(4, 'a claims'),
    use(5, 'looks'),
    use(6, 'b claims'),
    use(7, 'looks'),
  )

  it('and holds, is left as it is', async () => {
    const { outcome, failed } = await tryPlan(planOf('holds', use(3, 'looks')), greedy)
    expect([outcome.failure, failed]).toEqual([undefined, undefined])
  })

  it('and fails, is cut down to what it takes to fail by the same thing', async () => {
    const { outcome, failed } = await tryPlan(plan, greedy)
    expect(outcome.failure?.invariant).toBe('eventually: one owner')
    expect(failed?.failure.invariant).toBe('eventually: one owner')
    expect(failed?.drawn).toEqual(plan)
    const kinds = failed?.plan.ops.map((each) => (each.kind === 'use' ? each.use : each.kind))
    expect(kinds?.toSorted()).toEqual(['a claims', 'b claims', 'cut'])
    expect(failed?.plan.members).toEqual(['a', 'b'])
    expect(failed?.shrinkRuns).toBeLessThan(120)
    expect(failed?.outcome.failure).toEqual(failed?.failure)
  })

  it('and is not to be cut down, is told as it was', async () => {
    const { failed } = await tryPlan(plan, greedy, { isShrinking: false })
    expect(failed?.plan).toEqual(plan)
    expect(failed?.shrinkRuns).toBe(0)
  })
})

describe('what depends on more than the plan', () => {
  /** Counts all processes that there ever were, as module state does. */
  let processes = 0
  const counting: Scenario = {
    app: ({ member, env }: AppStart) => {
      processes++
      env.setTimeout(() => void member.put('process', processes).catch(() => undefined), 2000)
      return undefined
    },
  }

  it('is found in plans that are run twice: one of 20', async () => {
    const { failed } = await tryPlan(planOf(seedWhere(isRunTwice)), counting)
    expect(failed?.failure).toMatchObject({
      invariant: 'determinism',
      detail: expect.stringMatching(/^the same plan gave [0-9a-f]{16} and then [0-9a-f]{16}$/),
    })
    expect(failed?.shrinkRuns).toBe(0)
  })

  it('and wherever something fails', async () => {
    const seed = seedWhere((each) => !isRunTwice(each))
    const failing = { ...counting, always: { never: () => false } }
    const { failed } = await tryPlan(planOf(seed), failing)
    expect(failed?.failure.invariant).toBe('always: never')
    const later = { ...counting, always: { never: ({ now }: { now: number }) => now < 8000 } }
    expect((await tryPlan(planOf(seed), later)).failed?.failure.invariant).toBe('determinism')
  })

  it('is looked for in about one of 20 plans, for either reason', () => {
    const plans = Array.from({ length: 2000 }, (_, nth) => planOf(`n${nth}`))
    for (const isChosen of [isRunTwice, isRunSalted]) {
      const count = plans.filter(isChosen).length
      expect(count).toBeGreaterThan(60)
      expect(count).toBeLessThan(140)
    }
  })
})

describe('what relies on an order of what happens at one instant', () => {
  /** In which order the members' timers of one instant went off. */
  const order: string[] = []
  const timing: Scenario = {
    app: ({ name, env }) => {
      if (name === 'a') order.length = 0
      env.setTimeout(() => order.push(name), 3000 - env.clock.monotonic())
      return undefined
    },
  }
  const orderIn = async (plan: Plan): Promise<string> => {
    await runPlan(plan, timing)
    return order.join('')
  }

  it('is found in plans that are run with other ties as well', async () => {
    const seeds = Array.from({ length: 300 }, (_, nth) => planOf(`tie ${nth}`)).filter(
      (each) => isRunSalted(each) && !isRunTwice(each),
    )
    let found = 0
    for (const plan of seeds.slice(0, 5)) {
      const usual = await orderIn(plan)
      const isRelying = usual !== (await orderIn(salted(plan)))
      const always = { 'the usual order': () => order.length < 3 || order.join('') === usual }
      const { outcome, failed } = await tryPlan(plan, { ...timing, always }, { isShrinking: false })
      expect(outcome.failure).toBe(undefined)
      expect(failed?.failure.invariant).toBe(isRelying ? 'always: the usual order' : undefined)
      expect(failed?.plan.surroundings.salt).toBe(isRelying ? 1 : undefined)
      if (isRelying) found++
    }
    expect(found).toBeGreaterThan(0)
  })
})
