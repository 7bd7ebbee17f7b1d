/** Door of backups: copies of a log, and logs made of them. */
export { backupLog } from './backup-log.ts'
export type { LogBackup } from './backup-log.ts'
export { restoreLog } from './restore-log.ts'
export type { RestoredLog, RestoreOptions } from './restore-log.ts'
