/** Door of the simulated disk: what survives a machine's processes, and what befalls it. */
export type { DiskFaults } from './faults.ts'
export { Storage } from './storage.ts'
export type { Backup, BackupOptions } from './storage.ts'
