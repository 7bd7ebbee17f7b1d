/** Door of what follows when the log store refuses: what is taken back, and how it goes on. */
export { askForRoom, needsRoom, roomTimer, storeFull, withRoom } from './store-full.ts'
export { asFarAsDurable } from './take-back.ts'
