/** Door of writing: making logs and segments, and appending to them. */
export { begun } from './begun.ts'
export { closedAfter } from './closed-after.ts'
export { durably, isFull } from './durably.ts'
export { LogWriter, openSegment } from './log-writer.ts'
export type { LogPlace } from './log-writer.ts'
export { clearLog, clearPlace, firstSegment, makeLog, roomForLog, whyNotBegun } from './make-log.ts'
export { makeSegment } from './make-segment.ts'
export { saveCheckpoint } from './save-checkpoint.ts'
