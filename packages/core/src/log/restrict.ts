/**
 * The log as far as a vector goes: what would be left of it if all beyond were lost. For a log
 * store that failed or is full; must not be used to forget what others may hold of us (S1, S2 stay
 * true since what is dropped was never durable, and so never told).
 */
import { type AppendVector, PersistentMap } from '../collections/index.ts'
import type { LogEntry, StreamId, VersionVector } from '../model/index.ts'
import { bytesOf, type EventLog } from './event-log.ts'
import { placeOf } from './order.ts'

/** A log without some entries, and the lowest place in the order that it lost. */
export interface Restricted {
  readonly log: EventLog
  readonly position: number
}

/** O(what comes after the lowest entry that is dropped), and a copy of the order. */
export function restrictedTo(log: EventLog, vector: VersionVector): Restricted {
  const streams = new Map<StreamId, AppendVector<LogEntry>>()
  let position = log.ordered.length
  for (const [stream, entries] of log.streams.entries()) {
    const count = vector.get(stream) ?? 0
    if (count > 0) streams.set(stream, entries.take(count))
    const dropped = entries.at(count)
    if (dropped !== undefined) position = Math.min(position, placeOf(log.ordered, dropped))
  }
  if (position === log.ordered.length) return { log, position }
  const isKept = ({ stream, seq }: LogEntry): boolean => seq < (vector.get(stream) ?? 0)
  const above = log.ordered.slice(position)
  const kept = above.filter(isKept)
  const restricted = {
    ordered: log.ordered.take(position).append(kept),
    streams: PersistentMap.empty<StreamId, AppendVector<LogEntry>>().withAll(streams),
    bytes: log.bytes - bytesOf(above) + bytesOf(kept),
  }
  return { log: restricted, position }
}
