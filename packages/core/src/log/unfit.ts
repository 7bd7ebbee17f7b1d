/**
 * Which entries may not stand together in one log, and why: what a member would refuse if it took
 * them all into an empty log. For tools that verify a log; it decides nothing that `admit.ts` does
 * not.
 */
import type { LogEntry } from '../model/index.ts'
import { admit, noClockGuard } from './admit.ts'
import type { RefusedEntry } from './admit.ts'
import { emptyLog } from './event-log.ts'

/** In whatever order they come; none: the log is whole. */
export const unfitEntries = (entries: readonly LogEntry[]): readonly RefusedEntry[] =>
  admit(emptyLog, entries, noClockGuard).refused
