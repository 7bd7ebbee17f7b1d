/**
 * Turns an event into the next entry of this member's own stream: its number, its link in the hash
 * chain, and what its author knew. It decides nothing about clocks: `hlc` is the caller's next
 * reading, above everything the log holds of what the entry depends on (S3).
 *
 * `known` is what the stream's entries have named of other streams so far. Each entry of others is
 * thus named once per author: O(entries), not O(streams) per entry (event-log section 2).
 */
import { decodeEntry, encodeEntry } from '../codec/index.ts'
import type { ClusterEvent, Hash, Hlc, LogEntry, StreamId, VersionVector } from '../model/index.ts'
import { invariant, storeOf } from '../model/index.ts'
import { compareHlc, mergeVectors } from '../time/index.ts'
import { prevAfter } from './chain.ts'
import type { EventLog } from './event-log.ts'
import { headOf } from './event-log.ts'

export interface Authorship {
  readonly log: EventLog
  /** The stream this process writes to. */
  readonly stream: StreamId
  readonly hlc: Hlc
  readonly view: number
  readonly event: ClusterEvent
  readonly hash: Hash
  /** What the stream has named of others; `knownBy` finds it after a start. */
  readonly known: VersionVector
}

/** The entry, and what its stream has named of others with it: the next one's `known`. */
export interface AuthoredEntry {
  readonly entry: LogEntry
  readonly known: VersionVector
}

/** The next entry of a stream. The log is not changed: `append` it. */
export function authorEntry(authorship: Authorship): AuthoredEntry {
  const { log, stream, hlc, hash, known } = authorship
  const head = headOf(log, stream)
  invariant(head === undefined || compareHlc(head.hlc, hlc) < 0, 'S3: the clock of a stream rises')
  const deps = newDeps(authorship)
  const bytes = encodeEntry({
    stream,
    seq: head === undefined ? 0 : head.seq + 1,
    store: storeOf(stream),
    hlc,
    view: authorship.view,
    deps,
    prev: prevAfter(head),
    event: authorship.event,
    signature: new Uint8Array(0),
  })
  // The author keeps what everybody else will read, so that it can neither differ nor be refused.
  const decoded = decodeEntry(bytes, hash)
  invariant(decoded.ok, 'an event is checked before it is authored')
  return { entry: decoded.entry, known: mergeVectors(known, deps) }
}

/** What a stream's entries have named of other streams. O(stream): once, after a start. */
export function knownBy(log: EventLog, stream: StreamId): VersionVector {
  const known = new Map<StreamId, number>()
  for (const entry of log.streams.get(stream) ?? [])
    for (const [other, count] of entry.deps)
      known.set(other, Math.max(count, known.get(other) ?? 0))
  return known
}

function newDeps({ log, stream, known, hlc }: Authorship): VersionVector {
  const deps = new Map<StreamId, number>()
  for (const [other, entries] of log.streams.entries()) {
    if (other === stream || entries.length <= (known.get(other) ?? 0)) continue
    const head = entries.last()
    invariant(
      head !== undefined && compareHlc(head.hlc, hlc) < 0,
      'S3: the clock rises along causality',
    )
    deps.set(other, entries.length)
  }
  return deps
}
