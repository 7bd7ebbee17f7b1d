/**
 * What a reducer may see and what it may answer. A reducer is given a view of the state so far and
 * one entry, and answers with a patch; it changes nothing. `StateDraft` is the one view there is
 * and the only place where patches become state.
 */
import type { ClusterId, LogEntry, MemberName, StoreId, VoidReason } from '../model/index.ts'
import type { StoreRecord, ValueRecord } from './cluster-state.ts'

/** The state so far, as far as the rules of the fold ask about it. */
export interface StateView {
  readonly cluster: ClusterId | undefined
  /** How many stores are in the roster. */
  readonly memberCount: number
  recordOf(store: StoreId): StoreRecord | undefined
  /** Who holds the name now; null: held once, free now. */
  holderOf(name: MemberName): StoreId | null | undefined
  valueRecordOf(key: string): ValueRecord | undefined
}

/** The entry has no effect where it stands; its author is told why. */
export interface VoidPatch {
  readonly kind: 'void'
  readonly reason: VoidReason
}

/** The entry is not about the state. */
export interface NoPatch {
  readonly kind: 'none'
}

/** The cluster begins, with its founder as the only member. */
export interface FoundedPatch {
  readonly kind: 'founded'
  readonly cluster: ClusterId
  readonly replicationFactor: number
  readonly founder: StoreRecord
}

/** Records that are new or other than before, and names that changed hands. */
export interface RecordsPatch {
  readonly kind: 'records'
  readonly records: readonly StoreRecord[]
  readonly names: readonly (readonly [MemberName, StoreId | null])[]
}

/** A key's new record. `lost`: the write it replaced without knowing of it. */
export interface ValuePatch {
  readonly kind: 'value'
  readonly record: ValueRecord
  readonly lost: LogEntry | undefined
}

export type Patch = VoidPatch | NoPatch | FoundedPatch | RecordsPatch | ValuePatch

export const voided = (reason: VoidReason): VoidPatch => ({ kind: 'void', reason })

/** One record is other than before; nothing else. */
export const changed = (record: StoreRecord): RecordsPatch => ({
  kind: 'records',
  records: [record],
  names: [],
})
