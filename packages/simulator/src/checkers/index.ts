/** Door of the checkers: what must hold of any history, seen from outside. */
export { type Account, type Acknowledged, accountFor } from './accounted-writes.ts'
export { boundedGrowth } from './bounded-growth.ts'
export { chainedStreams } from './chained-streams.ts'
export { equalState } from './equal-state.ts'
export { foldsAgain } from './folds-again.ts'
export { OneContent } from './one-content.ts'
export { type Reading, Reads } from './reads.ts'
export { idOf, type Sight } from './sight.ts'
