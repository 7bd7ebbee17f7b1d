/** Door of writing: making logs and segments, and appending to them. */
export { LogWriter, commitBytesMax, openSegment } from './log-writer.ts'
export type { LogPlace } from './log-writer.ts'
export { clearLog, clearPlace, firstSegment, makeLog } from './make-log.ts'
export { makeSegment } from './make-segment.ts'
