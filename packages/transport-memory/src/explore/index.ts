/** Door of exploration: trying plans out, cutting them down, trying all there are. */
export { type Bounds, exhaust, type Exhausted, type ExhaustOptions } from './exhaust.ts'
export { recordRun, type RecordedRun } from './record-run.ts'
export { shrink, type Shrunk, type ShrinkOptions } from './shrink.ts'
export { type FailedTrial, type Trial, type TrialOptions, tryPlan } from './trial.ts'
