/** Door of checkpoints that are kept: a state as data, and back. */
export { foldRules, restored } from './restored.ts'
export { savedOf } from './saved-of.ts'
