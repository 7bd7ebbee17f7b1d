/** Door of the format: bytes and names of a log's files. */
export { checkpointImage, checkpointIn } from './checkpoint-image.ts'
export { cutOffTo } from './cut-off.ts'
export { decodeHeader } from './header.ts'
export type { SegmentHeader } from './header.ts'
export { entryBytesMax, recordsAt, recordsBytesMax } from './layout.ts'
export { decodeMarks, encodeMark, isProven, markAt } from './mark.ts'
export type { DurableMark } from './mark.ts'
export {
  backupName,
  checkpointName,
  logName,
  logNumbers,
  segmentName,
  segmentNumbers,
  unfinished,
  unfinishedCheckpoint,
} from './names.ts'
export {
  commitHeadBytes,
  commitNumberAt,
  decodeRecords,
  encodeCommit,
  endOfRecord,
  hasLaterCommit,
  recordAt,
  recordBytes,
  recordsBytes,
} from './record.ts'
export type { DecodedRecords, RecordPlace } from './record.ts'
export { emptyMark, segmentImage } from './segment-image.ts'
export type { NewSegment, SegmentImage } from './segment-image.ts'
