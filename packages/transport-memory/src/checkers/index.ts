/** Door of the checkers: what must hold of any history, seen from outside. */
export {
  type Account,
  type Acknowledged,
  accountFor,
  type Beginning,
  type Ending,
  heldFromBefore,
} from './accounted-writes.ts'
export { type Asked, boundedGrowth } from './bounded-growth.ts'
export { chainedStreams } from './chained-streams.ts'
export { DurableFirst } from './durable-first.ts'
export { equalState } from './equal-state.ts'
export { foldsAgain } from './folds-again.ts'
export { KeptLog } from './kept-log.ts'
export { OneContent } from './one-content.ts'
export { type OwnWrite, type Reading, Reads } from './reads.ts'
export { type Meaning, meaningOf } from './reference.ts'
export { type Findings, idOf, type Placed, type Sight } from './sight.ts'
