/**
 * The shape of what the log holds. An entry is an event with its place: which stream wrote it,
 * as which number, when by the hybrid logical clock, knowing what, after which entry.
 * Order is in `log/order.ts`, the clock's algebra in `time/`. And the shape of a checkpoint as it
 * is kept beside the log: what `state/saved/` makes of it is a state.
 */
import type { Millis } from '../data/index.ts'
import type { EntryId, Hlc, VersionVector } from './entry-id.ts'
import type { ClusterEvent } from './event.ts'
import type { Address, ClusterId, MemberName, StoreId, StreamId } from './ids.ts'
import type { VoidReason } from './notice.ts'

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

/** The words of `StoreRecord.status`, in the order of their numbers. */
export const storeStatuses = ['member', 'left', 'ejected', 'replaced'] as const

/** An entry, named by its stream's place in `SavedCheckpoint.streams` and its number. */
export type SavedEntry = readonly [stream: number, seq: number]

/** How far a checkpoint covers a stream: its first `count` entries, up to the one of this hash. */
export interface SavedStream {
  readonly stream: StreamId
  readonly count: number
  readonly head: Uint8Array
}

/** A store's record, its entries by their places. What is in those is not said again. */
export interface SavedStore {
  readonly store: StoreId
  readonly name: MemberName
  readonly address: Address
  readonly status: (typeof storeStatuses)[number]
  readonly admitted: SavedEntry
  readonly ended: SavedEntry | null
  readonly infoSet: SavedEntry | null
  readonly down: SavedEntry | null
  readonly downTimes: readonly Millis[]
}

/** The folded state after the first entries of the order: those of `streams`, and no others. */
export interface SavedCheckpoint {
  /** By which rules it was folded: others mean another state. */
  readonly rules: number
  readonly streams: readonly SavedStream[]
  readonly cluster: ClusterId | null
  readonly replicationFactor: number
  readonly stores: readonly SavedStore[]
  readonly names: readonly (readonly [MemberName, StoreId | null])[]
  /** What set each key. */
  readonly values: readonly SavedEntry[]
  readonly voids: readonly (readonly [SavedEntry, VoidReason])[]
  readonly losses: readonly (readonly [lost: SavedEntry, to: SavedEntry])[]
  readonly ts: readonly [author: MemberName | '', counter: number]
  readonly tsold: readonly [author: MemberName | '', counter: number]
}
