/** Door of telling: what goes out to logger and streams. */
export { logNotice } from './notice-log.ts'
export { ToldEntries } from './told-entries.ts'
