/**
 * The log as far as a vector goes: what would be left of it if all beyond were lost. For a log
 * store that failed; must not be used to forget what others may hold of us (S1, S2 stay true since
 * what is dropped was never durable, and so never told).
 */
import { AppendVector, PersistentMap } from '../collections/index.ts'
import type { LogEntry, StreamId, VersionVector } from '../model/index.ts'
import type { EventLog } from './event-log.ts'

export function restrictedTo(log: EventLog, vector: VersionVector): EventLog {
  const streams = new Map<StreamId, AppendVector<LogEntry>>()
  for (const [stream, entries] of log.streams.entries()) {
    const count = vector.get(stream) ?? 0
    if (count > 0) streams.set(stream, entries.take(count))
  }
  const kept = [...log.ordered].filter((entry) => entry.seq < (vector.get(entry.stream) ?? 0))
  return {
    ordered: AppendVector.of(kept),
    streams: PersistentMap.empty<StreamId, AppendVector<LogEntry>>().withAll(streams),
  }
}
