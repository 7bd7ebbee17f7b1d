/** Door of what the log store is for the kernel: what is kept there, and what if it refuses. */
export { awaitDurable } from './await-durable.ts'
export { askForRoom, needsRoom, roomTimer, storeFull, withRoom } from './store-full.ts'
export { foldLoaded, lastCheckpoint, withSaving } from './saving.ts'
export { asFarAsDurable } from './take-back.ts'
