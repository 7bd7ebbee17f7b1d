/**
 * The append-only event log as a value: every entry known, once by stream (gapless, S2) and once
 * in total order. Changing it is `admit.ts` and `author.ts`; what a peer lacks is `delta.ts`.
 */
import { AppendVector, PersistentMap } from '../collections/index.ts'
import type { EntryId, LogEntry, StreamId, VersionVector } from '../model/index.ts'

export interface EventLog {
  /** Every entry in total order (`order.ts`). */
  readonly ordered: AppendVector<LogEntry>
  /** Every entry by stream; the index of an entry is its `seq`. */
  readonly streams: PersistentMap<StreamId, AppendVector<LogEntry>>
  /** Of all entries as they are encoded. */
  readonly bytes: number
}

export const emptyLog: EventLog = {
  ordered: AppendVector.empty(),
  streams: PersistentMap.empty(),
  bytes: 0,
}

export const bytesOf = (entries: readonly LogEntry[]): number =>
  entries.reduce((sum, { bytes }) => sum + bytes.length, 0)

export const countOf = (log: EventLog, stream: StreamId): number =>
  log.streams.get(stream)?.length ?? 0

export const headOf = (log: EventLog, stream: StreamId): LogEntry | undefined =>
  log.streams.get(stream)?.last()

export const entryOf = (log: EventLog, id: EntryId): LogEntry | undefined =>
  log.streams.get(id.stream)?.at(id.seq)

export function vectorOf(log: EventLog): VersionVector {
  const vector = new Map<StreamId, number>()
  for (const [stream, entries] of log.streams.entries()) vector.set(stream, entries.length)
  return vector
}
