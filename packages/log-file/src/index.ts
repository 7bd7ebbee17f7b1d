/** Quorate's log in files: a LogStore for core, and the disk it stands on. The only door. */
export { nodeFs } from './disk/index.ts'
export { backupLog, fileLog, readLog, readNews, restoreLog } from './file-log.ts'
export type { LogBackup, RestoredLog, RestoreOptions } from './backup/index.ts'
export type { LogNews, LogPosition, LogReading, SegmentReading } from './reading/index.ts'
export type { FileLogOptions } from './store/index.ts'
