/**
 * What the log may say, in the past tense. Nothing else is an event. Each kind names the rule of
 * `state/` that gives it meaning; an event that a rule finds without effect stays in the log.
 */
import type { Address, ClusterId, MemberName, RunId, StoreId } from './ids.ts'
import type { EntryId } from './entry-id.ts'
import type { MemberInfo, Value } from '../data/index.ts'

/** The first entry of every cluster: who founded it and with which replication factor. */
export interface ClusterFounded {
  readonly kind: 'cluster-founded'
  readonly cluster: ClusterId
  readonly name: MemberName
  readonly address: Address
  readonly replicationFactor: number
}

/** Characters of a key of the state info, in UTF-16 code units, at most. */
export const keyLengthMax = 256

/** A sponsor admitted a store under a name. `replaces`: who held the name, found dead. */
export interface MemberJoined {
  readonly kind: 'member-joined'
  readonly name: MemberName
  readonly address: Address
  readonly store: StoreId
  readonly replaces: StoreId | null
}

/** A store is out for good; the same machine may come back as a new store, by joining. */
export interface MemberEjected {
  readonly kind: 'member-ejected'
  readonly name: MemberName
  readonly store: StoreId
}

/** The author now listens elsewhere. */
export interface MemberMoved {
  readonly kind: 'member-moved'
  readonly address: Address
}

/** The author's member info is now this map, whole. */
export interface MemberInfoChanged {
  readonly kind: 'member-info-changed'
  readonly info: MemberInfo
}

/** Confirmed, stable verdict: the store does not answer (event-log K8; one reporter, capped). */
export interface MemberDown {
  readonly kind: 'member-down'
  readonly store: StoreId
  readonly incarnation: number
  readonly reason: string
}

/** The store answers again. */
export interface MemberUp {
  readonly kind: 'member-up'
  readonly store: StoreId
  readonly incarnation: number
}

/** A key's new value. `basis`: the entry whose value the author saw there, null for none. */
export interface StateInfoPut {
  readonly kind: 'state-info-put'
  readonly key: string
  readonly value: Value
  readonly basis: EntryId | null
}

export interface StateInfoDeleted {
  readonly kind: 'state-info-deleted'
  readonly key: string
  readonly basis: EntryId | null
}

/** First entry of a run that continues a store: where the run before ended. */
export interface RunStarted {
  readonly kind: 'run-started'
  readonly previous: { readonly run: RunId; readonly count: number }
}

export type ClusterEvent =
  | ClusterFounded
  | MemberJoined
  | MemberEjected
  | MemberMoved
  | MemberInfoChanged
  | MemberDown
  | MemberUp
  | StateInfoPut
  | StateInfoDeleted
  | RunStarted

export type EventKind = ClusterEvent['kind']

/** Keys of the state info that are derived, and so can be neither put nor deleted. */
export const reservedKeys: readonly string[] = ['ts', 'tsold', 'members', 'failed', 'replication']
