/** Door of plans: what is to happen in a run, as data. */
export {
  type ChoiceKey,
  type Choices,
  forcedChoices,
  keyedChoices,
  oneOf,
  type Overrides,
  unit,
} from './choices.ts'
export { type Duration, lengthOf, msOf, secondsOf } from './duration.ts'
export {
  fault,
  type FaultKind,
  faultKinds,
  type FaultMix,
  type Faults,
  furtherKinds,
} from './fault-mix.ts'
export type * from './op.ts'
export { isFault, namesIn } from './op.ts'
export { calmSurroundings, inOrderOfTime, type Plan, type Surroundings } from './plan.ts'
export type { Drawn, FastCheck } from './fast-check.ts'
export { planArbitrary } from './plan-arbitrary.ts'
export { planOf, type PlanShape, type Use } from './swarm.ts'
export { tellOp, tellPlan, tellWhat, type Told } from './telling.ts'
