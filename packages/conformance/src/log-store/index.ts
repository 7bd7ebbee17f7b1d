/** Door of the contract of log stores. */
export { logStoreContract } from './log-store.ts'
export type { LogStoreHarness } from './shelf.ts'
