/**
 * Which entries may not stand together in one log, and why: what a member would refuse if it had to
 * take all of them from nobody's hands. For tools that verify a log; decides nothing that `admit.ts`
 * does not.
 */
import type { LogEntry } from '../model/index.ts'
import { admit, noClockGuard } from './admit.ts'
import type { RefusedEntry } from './admit.ts'
import { emptyLog } from './event-log.ts'

/** In whatever order they come; none: the log is whole. */
export const unfitEntries = (entries: readonly LogEntry[]): readonly RefusedEntry[] =>
  admit(emptyLog, entries, noClockGuard).refused
