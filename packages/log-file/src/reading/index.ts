/** Door of reading: what the files of a log hold, and what of it is damaged. */
export { damagedError } from './damaged-error.ts'
export type { LogContent } from './log-content.ts'
export { readContent } from './read-content.ts'
export { readLatest } from './read-latest.ts'
export { readNewest } from './read-news.ts'
export type { LogNews, LogPosition } from './read-news.ts'
export type { LogReading, SegmentReading } from './read-latest.ts'
export type { Segment } from './segment.ts'
