/** Door of reading: what the files of a log hold, and what of it is damaged. */
export { entryCount } from './log-content.ts'
export type { Damage, LogContent } from './log-content.ts'
export { readContent } from './read-content.ts'
export type { Segment } from './segment.ts'
