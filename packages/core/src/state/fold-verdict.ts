/**
 * Decides what the cluster says about members that do not answer: the last verdict in order
 * stands until the store is up, or out. It must never touch the roster: a verdict is advice. The
 * list of past verdicts is bounded, whoever writes them.
 */
import type { LogEntry, MemberDown, MemberUp, Millis } from '../model/index.ts'
import type { Patch, StateView } from './patch.ts'
import { changed, voided } from './patch.ts'

/** How far back `downTimes` reaches from the newest: 24 hours. */
export const downTimesSpanMs: Millis = 24 * 60 * 60 * 1000
/** How many times `downTimes` holds at most, the newest: more than 6 an hour for a day. */
export const downTimesMax = 150

export function foldMemberDown(view: StateView, entry: LogEntry, event: MemberDown): Patch {
  const record = view.recordOf(event.store)
  if (record?.status !== 'member') return voided('unknown-store')
  const now = entry.hlc.l
  const recent = record.downTimes.filter((time) => time > now - downTimesSpanMs)
  const downTimes = [...recent, now].slice(-downTimesMax)
  return changed({ ...record, down: entry, downTimes })
}

export function foldMemberUp(view: StateView, event: MemberUp): Patch {
  const record = view.recordOf(event.store)
  if (record?.status !== 'member') return voided('unknown-store')
  return changed({ ...record, down: undefined })
}
