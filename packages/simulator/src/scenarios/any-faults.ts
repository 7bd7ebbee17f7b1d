/**
 * The library alone under any faults, as a campaign plays it: one seed, one plan, every invariant.
 * Nobody forges here, so that an author blamed for a fork is one more finding.
 */
import {
  libraryScenario,
  planOf,
  runPlan,
  type Simulation,
  shapeOf,
  type Responder,
  tryPlan,
} from '@quorate/transport-memory'
import type { Scenario } from '../mutants/index.ts'

const library: Simulation<Responder> = { ...libraryScenario(), members: 'any', run: '2m' }

/** The plan of a seed; the same for every mutant. */
const planOfSeed = (seed: number): ReturnType<typeof planOf> =>
  planOf(`any faults ${seed}`, shapeOf(library))

export const anyFaults: Scenario = {
  run: async (seed) => {
    const { failure } = await runPlan(planOfSeed(seed), library)
    return failure && `${failure.invariant}: ${failure.detail.split('\n')[0]}`
  },
  shrink: async (seed) => {
    const plan = planOfSeed(seed)
    const { failed } = await tryPlan(plan, library)
    const ops = failed?.plan.ops.length ?? plan.ops.length
    return { ops, of: plan.ops.length, runs: failed?.shrinkRuns ?? 0 }
  },
}
