/**
 * Where an entry stands: its name, its time, and how much of the log somebody holds. Order is in
 * `log/order.ts`, the clock's algebra in `time/`.
 */
import type { Millis } from '../data/index.ts'
import type { StreamId } from './ids.ts'

/** Hybrid logical clock reading: wall milliseconds that respect causality, then a counter. */
export interface Hlc {
  readonly l: Millis
  readonly c: number
}

/** Entries held per stream: `vector.get(stream) === n` means its entries 0 … n-1. */
export type VersionVector = ReadonlyMap<StreamId, number>

/** An entry's name: no two entries ever share one (S1). */
export interface EntryId {
  readonly stream: StreamId
  readonly seq: number
}

export const formatEntryId = (id: EntryId): string => `${id.stream}.${id.seq}`

export const sameEntry = (a: EntryId | undefined, b: EntryId | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.seq === b.seq && a.stream === b.stream)
