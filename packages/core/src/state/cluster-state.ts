/**
 * What the log means: the folded state, shared by every member that holds the same entries. Every
 * part remembers the entry that made it so. Never stored, never changed in place: only
 * `state/state-draft.ts` makes a new one. S15: its roster is never empty once a cluster is founded.
 */
import { PersistentMap } from '../collections/index.ts'
import type {
  Address,
  ClusterId,
  LogEntry,
  MemberInfo,
  MemberName,
  Millis,
  StoreId,
  Value,
  VoidReason,
} from '../model/index.ts'

/** One store that was ever admitted, and what became of it. */
export interface StoreRecord {
  readonly store: StoreId
  /** The name it is listed under, or was. */
  readonly name: MemberName
  readonly address: Address
  /** How it stands: `left` if it ejected itself, `replaced` by the store that took its name. */
  readonly status: 'member' | 'left' | 'ejected' | 'replaced'
  readonly admitted: LogEntry
  /** What ended its membership; undefined while a member. */
  readonly ended: LogEntry | undefined
  readonly info: MemberInfo
  /** What set the info last; undefined: nothing yet. */
  readonly infoSet: LogEntry | undefined
  /** The logged verdict that it does not answer; undefined: none stands. */
  readonly down: LogEntry | undefined
  /** Wall times of its `member-down` entries within a day of the last, oldest first. */
  readonly downTimes: readonly Millis[]
}

export interface ValueRecord {
  readonly key: string
  /** undefined: deleted. */
  readonly value: Value | undefined
  readonly set: LogEntry
}

/** What became of an entry that has no effect, or lost it to one that did not know of it. */
export type EntryOutcome =
  | { readonly kind: 'void'; readonly entry: LogEntry; readonly reason: VoidReason }
  | { readonly kind: 'lost'; readonly entry: LogEntry; readonly to: LogEntry }

/** The seed's version: who made the last effective entry, and how many there are. */
export interface Version {
  readonly author: MemberName | ''
  readonly counter: number
}

export interface ClusterState {
  readonly cluster: ClusterId | undefined
  /** 0 before the cluster is founded. */
  readonly replicationFactor: number
  /** How many stores are members. */
  readonly memberCount: number
  readonly stores: PersistentMap<StoreId, StoreRecord>
  /** The roster: who holds each name; null: held once, free now. */
  readonly names: PersistentMap<MemberName, StoreId | null>
  readonly values: PersistentMap<string, ValueRecord>
  /** By the entry itself, as the log holds it. */
  readonly outcomes: PersistentMap<LogEntry, EntryOutcome>
  readonly ts: Version
  readonly tsold: Version
}

export const emptyState: ClusterState = {
  cluster: undefined,
  replicationFactor: 0,
  memberCount: 0,
  stores: PersistentMap.empty(),
  names: PersistentMap.empty(),
  values: PersistentMap.empty(),
  outcomes: PersistentMap.empty(),
  ts: { author: '', counter: 0 },
  tsold: { author: '', counter: 0 },
}
