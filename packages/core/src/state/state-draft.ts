/**
 * A state in the making: the changes of one pass over many entries, laid over the state it began
 * from. Its methods change nothing but itself; `finish` gives the new, immutable state. It also
 * notes every store and key an entry named, with or without effect: whatever differs between two
 * folds of a changed log is among these.
 */
import type { ClusterId, LogEntry, MemberName, StoreId } from '../model/index.ts'
import { unreachable } from '../model/index.ts'
import type { ClusterState, EntryOutcome, StoreRecord, ValueRecord } from './cluster-state.ts'
import { reduce } from './fold.ts'
import type { Patch, StateView, VoidPatch } from './patch.ts'

/** What entries named and what became of some of them; see `changesBetween`. */
export interface Touched {
  readonly stores: ReadonlySet<StoreId>
  /** Keys of the state info. */
  readonly keys: ReadonlySet<string>
  /** Entries found void or lost, in the order they were found so. */
  readonly outcomes: readonly EntryOutcome[]
}

export class StateDraft implements StateView {
  readonly #from: ClusterState
  readonly #stores = new Map<StoreId, StoreRecord>()
  readonly #names = new Map<MemberName, StoreId | null>()
  readonly #values = new Map<string, ValueRecord>()
  readonly #outcomes: EntryOutcome[] = []
  readonly #namedStores = new Set<StoreId>()
  readonly #namedKeys = new Set<string>()
  #cluster: ClusterId | undefined
  #replicationFactor: number
  #memberCount: number
  #effective = 0
  #author: StoreId | undefined
  #authorBefore: StoreId | undefined

  constructor(from: ClusterState) {
    this.#from = from
    this.#cluster = from.cluster
    this.#replicationFactor = from.replicationFactor
    this.#memberCount = from.memberCount
  }

  get cluster(): ClusterId | undefined {
    return this.#cluster
  }

  get memberCount(): number {
    return this.#memberCount
  }

  recordOf(store: StoreId): StoreRecord | undefined {
    return this.#stores.get(store) ?? this.#from.stores.get(store)
  }

  holderOf(name: MemberName): StoreId | null | undefined {
    const changed = this.#names.get(name)
    return changed === undefined ? this.#from.names.get(name) : changed
  }

  valueRecordOf(key: string): ValueRecord | undefined {
    return this.#values.get(key) ?? this.#from.values.get(key)
  }

  /** The next entry in order. */
  fold(entry: LogEntry): void {
    const patch = reduce(this, entry)
    if (patch.kind === 'value') this.#setValue(entry, patch.record, patch.lost)
    else this.#apply(entry, patch)
  }

  finish(): ClusterState {
    const from = this.#from
    return {
      cluster: this.#cluster,
      replicationFactor: this.#replicationFactor,
      memberCount: this.#memberCount,
      stores: from.stores.withAll(this.#stores),
      names: from.names.withAll(this.#names),
      values: from.values.withAll(this.#values),
      outcomes: this.#outcomesAfter(),
      ...this.#versions(),
    }
  }

  touched(): Touched {
    const keys = new Set(this.#values.keys())
    for (const key of this.#namedKeys) keys.add(key)
    return { stores: new Set(this.#namedStores), keys, outcomes: [...this.#outcomes] }
  }

  #apply(entry: LogEntry, patch: Exclude<Patch, { kind: 'value' }>): void {
    this.#name(entry)
    if (patch.kind === 'none') return
    if (patch.kind === 'void') return this.#setVoid(entry, patch)
    if (patch.kind === 'founded') {
      this.#cluster = patch.cluster
      this.#replicationFactor = patch.replicationFactor
      this.#setRecord(patch.founder)
      this.#names.set(patch.founder.name, patch.founder.store)
    } else {
      for (const record of patch.records) this.#setRecord(record)
      for (const [name, holder] of patch.names) this.#names.set(name, holder)
    }
    this.#count(entry)
  }

  #setValue(entry: LogEntry, record: ValueRecord, lost: LogEntry | undefined): void {
    this.#values.set(record.key, record)
    if (lost !== undefined) this.#outcomes.push({ kind: 'lost', entry: lost, to: entry })
    this.#count(entry)
  }

  #setVoid(entry: LogEntry, patch: VoidPatch): void {
    this.#outcomes.push({ kind: 'void', entry, reason: patch.reason })
  }

  #setRecord(record: StoreRecord): void {
    const wasMember = this.recordOf(record.store)?.status === 'member'
    const isMember = record.status === 'member'
    if (isMember !== wasMember) this.#memberCount += isMember ? 1 : -1
    this.#stores.set(record.store, record)
  }

  #count(entry: LogEntry): void {
    this.#effective++
    this.#authorBefore = this.#author
    this.#author = entry.store
  }

  #name(entry: LogEntry): void {
    const event = entry.event
    switch (event.kind) {
      case 'state-info-put':
      case 'state-info-deleted':
        this.#namedKeys.add(event.key)
        return
      case 'member-joined':
        this.#namedStores.add(event.store)
        if (event.replaces !== null) this.#namedStores.add(event.replaces)
        return
      case 'member-ejected':
      case 'member-down':
      case 'member-up':
        this.#namedStores.add(event.store)
        return
      case 'cluster-founded':
      case 'member-moved':
      case 'member-info-changed':
        this.#namedStores.add(entry.store)
        return
      case 'run-started':
        return
      default:
        unreachable(event)
    }
  }

  #outcomesAfter(): ClusterState['outcomes'] {
    const changes = new Map<LogEntry, EntryOutcome>()
    for (const outcome of this.#outcomes) changes.set(outcome.entry, outcome)
    return this.#from.outcomes.withAll(changes)
  }

  #versions(): Pick<ClusterState, 'ts' | 'tsold'> {
    const { ts, tsold } = this.#from
    if (this.#effective === 0) return { ts, tsold }
    const counter = ts.counter + this.#effective
    const before = { author: this.#nameOf(this.#authorBefore), counter: counter - 1 }
    return {
      ts: { author: this.#nameOf(this.#author), counter },
      tsold: this.#effective === 1 ? ts : before,
    }
  }

  #nameOf(store: StoreId | undefined): MemberName | '' {
    return (store === undefined ? undefined : this.recordOf(store)?.name) ?? ''
  }
}
