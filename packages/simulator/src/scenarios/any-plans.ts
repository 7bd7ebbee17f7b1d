/**
 * A scenario that plays the plan of a seed: every invariant of a run is looked at, and a run that
 * fails can be cut down. Nobody forges here, so that an author blamed for a fork is a finding.
 */
import {
  planOf,
  runPlan,
  type Simulation,
  shapeOf,
  type Responder,
  tryPlan,
} from '@quorate/transport-memory'
import type { Scenario } from '../mutants/index.ts'

/** `what` begins the seeds: the plan of a seed is the same for every mutant. */
export function anyPlans(what: string, simulation: Simulation<Responder>): Scenario {
  const planOfSeed = (seed: number): ReturnType<typeof planOf> =>
    planOf(`${what} ${seed}`, shapeOf(simulation))
  return {
    run: async (seed) => {
      const { failure } = await runPlan(planOfSeed(seed), simulation)
      return failure && `${failure.invariant}: ${failure.detail.split('\n')[0]}`
    },
    shrink: async (seed) => {
      const plan = planOfSeed(seed)
      const { failed } = await tryPlan(plan, simulation)
      const ops = failed?.plan.ops.length ?? plan.ops.length
      return { ops, of: plan.ops.length, runs: failed?.shrinkRuns ?? 0 }
    },
  }
}
