/** Door of the scenarios about disks. */
export { copies } from './copies.ts'
export { failingDisk } from './failing-disk.ts'
export { fileLogs } from './file-logs.ts'
export { fullDisk } from './full-disk.ts'
export { slowDisk } from './slow-disk.ts'
