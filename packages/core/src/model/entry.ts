/**
 * The shape of what the log holds. An entry is an event with its place: which stream wrote it,
 * as which number, when by the hybrid logical clock, knowing what, after which entry.
 * Order is in `log/order.ts`, the clock's algebra in `time/`.
 */
import type { EntryId, Hlc, VersionVector } from './entry-id.ts'
import type { ClusterEvent } from './event.ts'
import type { StoreId } from './ids.ts'

export interface LogEntry extends EntryId {
  /** The author: the first half of `stream`. */
  readonly store: StoreId
  readonly hlc: Hlc
  /** The voters' view the author was in; 0 until views exist (decision 0007). */
  readonly view: number
  /** What the author held of other streams and had not named in its previous entry. */
  readonly deps: VersionVector
  /** Hash of the stream's previous entry; of a run's first entry, 32 zero bytes. */
  readonly prev: Uint8Array
  readonly event: ClusterEvent
  /** Author's signature; empty until signatures exist. */
  readonly signature: Uint8Array
  /** The entry as its author encoded it: stored, sent and hashed as it is, never re-encoded. */
  readonly bytes: Uint8Array
  /** Hash of `bytes`. */
  readonly hash: Uint8Array
}
