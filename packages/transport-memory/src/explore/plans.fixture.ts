/**
 * Plans to cut down without running them: any that the swarm draws. What fails is a property of the
 * plan itself, so that thousands can be tried. Nothing is checked here.
 */
import fc from 'fast-check'
import { fault, type Plan, planOf, type PlanShape } from '../plan/index.ts'

const shape: PlanShape = {
  members: 'any',
  start: 'either',
  runMs: 300_000,
  faults: fault.only(...fault.swarm().kinds),
  uses: [
    { name: 'put', weight: 2 },
    { name: 'eject', weight: 1 },
  ],
  usesPerMinute: 12,
  pctDepth: 3,
}

export const anyPlan: fc.Arbitrary<Plan> = fc.nat().map((seed) => planOf(`any ${seed}`, shape))
