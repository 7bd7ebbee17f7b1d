/** Door of runs: one plan carried out. */
export { added, type Machine, type Outcome } from './outcome.ts'
export { Observation } from './observation.ts'
export { runPlan, type RunOptions } from './run.ts'
export type { Failure } from './violation.ts'
