/** Door of the benchmarks of logs in files. */
export { logAppend } from './append.ts'
export { logHeld } from './held.ts'
export { logOpen } from './open.ts'
export { logStart } from './start.ts'
export { withFolder } from './folder.ts'
