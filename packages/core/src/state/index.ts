/** Door of the fold: the state, what a log means, what changed, and questions about it. */
export * from './asking/index.ts'
export * from './change.ts'
export {
  advance,
  checkpointDistance,
  emptyCheckpoints,
  foldLog,
  type Advanced,
  type Checkpoint,
  type Checkpoints,
} from './checkpoint.ts'
export * from './cluster-state.ts'
export * from './decision.ts'
export { downTimesMax, downTimesSpanMs } from './fold-member.ts'
export { foldRules, restored, savedOf } from './saved/index.ts'
export * from './select.ts'
export type { Touched } from './state-draft.ts'
