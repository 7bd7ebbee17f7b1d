/** Door of the store. */
export { FileLogStore } from './file-log-store.ts'
export type { FileLogOptions } from './options.ts'
