/** Door of the log store in memory. */
export { LogContent } from './log-content.ts'
export type { SetAside } from './log-content.ts'
export { MemoryLogStore } from './memory-log-store.ts'
export type { LogCall, MemoryLogStoreOptions } from './memory-log-store.ts'
