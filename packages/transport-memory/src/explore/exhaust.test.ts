import { describe, expect, it } from 'vitest'
import type { FaultOp, UseOp } from '../plan/index.ts'
import { runPlan } from '../run/index.ts'
import { op, type Scenario } from '../scenario/index.ts'
import { type Worker, workers } from '../jobs.fixture.ts'
import { type Bounds, exhaust } from './exhaust.ts'

const cut: FaultOp = { kind: 'cut', side: ['a'], other: ['b'], isOneWay: false, forMs: 1500 }
const claim: UseOp = { kind: 'use', use: 'claim' }
const bounds: Bounds = {
  members: ['a', 'b'],
  menu: [cut, claim],
  length: 3,
  gapMs: 500,
  seed: 'exhaust',
}

const greedy: Scenario<Worker> = {
  ...workers(true),
  settle: '5s',
  isQuiet: false,
  workload: ({ pick, app }) => [op('claim', () => app(pick.up()).claim('job-0'))],
}

describe('all short histories', () => {
  it('are as many as the menu and the picks allow, if no state is known to be seen', async () => {
    const scenario: Scenario = {
      app: () => undefined,
      isQuiet: false,
      workload: ({ pick }) => [op('claim', () => pick.int(2))],
    }
    const { runs, pruned, failed } = await exhaust(scenario, { ...bounds, length: 2 })
    expect(failed).toBe(undefined)
    // One cut, or one of two claims; then each of those three again.
    expect([runs, pruned]).toEqual([3 + 3 * 3, 0])
  })

  it('are not made longer where they end as others did', async () => {
    const scenario: Scenario = {
      isQuiet: false,
      workload: ({ pick, member }) => [
        op('claim', () =>
          member('a')
            .put('k', pick.int(2))
            .then(() => undefined),
        ),
      ],
    }
    const menu = [claim]
    const { runs, pruned } = await exhaust(scenario, { ...bounds, menu })
    // Two values; each again, and two of the four end in a value that was there before.
    expect(pruned).toBeGreaterThan(0)
    expect(runs).toBeLessThan(2 + 4 + 8)
  })

  it('find a planted bug at its shortest, with the picks it takes', async () => {
    const { failed } = await exhaust(greedy, bounds)
    expect(failed?.outcome.failure?.invariant).toBe('eventually: one owner')
    expect(failed?.plan.ops.map(({ kind }) => kind)).toEqual(['cut', 'use', 'use'])
    expect(new Set(Object.values(failed?.plan.overrides ?? {}))).toEqual(new Set([0, 1]))
  })

  it('give a plan that fails by itself, as a capsule would', async () => {
    const { failed } = await exhaust(greedy, bounds)
    if (failed === undefined) expect.fail('nothing failed')
    const again = await runPlan(failed.plan, greedy)
    expect(again.failure).toEqual(failed.outcome.failure)
    expect(again.hash).toBe(failed.outcome.hash)
  })

  it('hold for the application that is right', async () => {
    const { failed, runs } = await exhaust(
      { ...greedy, ...workers(false), workload: greedy.workload ?? (() => []) },
      bounds,
    )
    expect(failed).toBe(undefined)
    expect(runs).toBeGreaterThan(10)
  })
})
