/**
 * Entries for tests of the fold: whoever writes what, in the order given. They are never encoded,
 * hashed or checked; only what the fold reads is real. Stores are named by one hex digit.
 */
import type {
  Address,
  ClusterEvent,
  ClusterId,
  EntryId,
  LogEntry,
  MemberName,
  RunId,
  StoreId,
  Value,
} from '../model/index.ts'
import { streamOf } from '../model/index.ts'

const noBytes = new Uint8Array(0)

export const storeOf = (digit: string): StoreId => digit.repeat(32) as StoreId
export const nameOf = (name: string): MemberName => name as MemberName
export const addressOf = (text: string): Address => text as Address

/** Writes entries: `a.says(event)`; each has its author's next seq and a later time than any. */
export class Scribe {
  readonly #counts = new Map<string, number>()
  #now: number

  constructor(now = 1_000) {
    this.#now = now
  }

  /** The next entry of store `by`, at `wall` or a millisecond after the entry before. */
  write(by: string, event: ClusterEvent, wall: number = this.#now + 1): LogEntry {
    const seq = this.#counts.get(by) ?? 0
    this.#counts.set(by, seq + 1)
    this.#now = Math.max(this.#now, wall)
    return {
      stream: streamOf(storeOf(by), by.repeat(16) as RunId),
      seq,
      store: storeOf(by),
      hlc: { l: wall, c: 0 },
      view: 0,
      deps: new Map(),
      prev: noBytes,
      event,
      signature: noBytes,
      bytes: noBytes,
      hash: noBytes,
    }
  }

  /** A founds the cluster as `a`; the others are admitted by it under their digit as a name. */
  cluster(...others: readonly string[]): LogEntry[] {
    return [this.write('a', founded('a')), ...others.map((by) => this.write('a', joined(by)))]
  }
}

export const founded = (name: string): ClusterEvent => ({
  kind: 'cluster-founded',
  cluster: 'c'.repeat(32) as ClusterId,
  name: nameOf(name),
  address: addressOf(`at-${name}`),
  replicationFactor: 2,
})

/** Store `by` is admitted as `name`, by default its digit. */
export const joined = (
  by: string,
  name: string = by,
  replaces: string | null = null,
): ClusterEvent => ({
  kind: 'member-joined',
  name: nameOf(name),
  address: addressOf(`at-${by}`),
  store: storeOf(by),
  replaces: replaces === null ? null : storeOf(replaces),
})

export const ejected = (by: string): ClusterEvent => ({
  kind: 'member-ejected',
  name: nameOf(by),
  store: storeOf(by),
})

export const down = (by: string, reason = 'no answer'): ClusterEvent => ({
  kind: 'member-down',
  store: storeOf(by),
  incarnation: 1,
  reason,
})

export const up = (by: string): ClusterEvent => ({
  kind: 'member-up',
  store: storeOf(by),
  incarnation: 1,
})

export const put = (key: string, value: Value, basis: EntryId | null = null): ClusterEvent => ({
  kind: 'state-info-put',
  key,
  value,
  basis: basis && { stream: basis.stream, seq: basis.seq },
})

export const deleted = (key: string, basis: EntryId | null = null): ClusterEvent => ({
  kind: 'state-info-deleted',
  key,
  basis: basis && { stream: basis.stream, seq: basis.seq },
})
