/**
 * What a log means, told a second time and as simply as can be, from event-log section 12 and not
 * from core's reducers: for checkers only, O(entries), from scratch every time.
 */
import type { LogEntry, StateInfo, Value } from '@quorate/core'
import { idOf } from './sight.ts'

interface StoreRow {
  name: string
  address: string
  status: 'member' | 'left' | 'ejected' | 'replaced'
  down: string | undefined
}

export type Outcome = 'effective' | 'void' | 'lost'

/** The meaning of a log. */
export interface Meaning {
  readonly stores: ReadonlyMap<string, Readonly<StoreRow>>
  /** What each key stands on, tombstones included. */
  readonly values: ReadonlyMap<string, LogEntry>
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** The fewest members there were after any entry but the first none. */
  readonly fewestMembers: number
  readonly replication: number
}

export function meaningOf(log: readonly LogEntry[]): Meaning {
  const reader = new Reader()
  for (const entry of log) reader.read(entry)
  return reader
}

/** The part of the state info that the reference knows: all but `ts` and `tsold`. */
export function stateInfoOf({ stores, values, replication }: Meaning): Partial<StateInfo> {
  const members = [...stores.values()]
    .filter(({ status }) => status === 'member')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const put: Record<string, Value> = {}
  for (const [key, { event }] of values) if (event.kind === 'state-info-put') put[key] = event.value
  return {
    ...put,
    members: members.map(({ name, address }) => ({ name, address })),
    failed: members.flatMap(({ name, down }) =>
      down === undefined ? [] : [{ name, reason: down }],
    ),
    replication,
  }
}

type Joined = Extract<LogEntry['event'], { readonly kind: 'member-joined' }>

class Reader implements Meaning {
  readonly stores = new Map<string, StoreRow>()
  readonly values = new Map<string, LogEntry>()
  readonly outcomes = new Map<string, Outcome>()
  fewestMembers = Number.POSITIVE_INFINITY
  replication = 0
  #isFounded = false

  read(entry: LogEntry): void {
    const isEffective = this.#read(entry)
    this.outcomes.set(idOf(entry), isEffective ? 'effective' : 'void')
    this.fewestMembers = Math.min(this.fewestMembers, this.#members.length)
  }

  get #members(): readonly StoreRow[] {
    return [...this.stores.values()].filter(({ status }) => status === 'member')
  }

  #read(entry: LogEntry): boolean {
    const { event, store } = entry
    if (event.kind === 'run-started') return true
    if (event.kind === 'cluster-founded') {
      if (this.#isFounded) return false
      this.#isFounded = true
      this.replication = event.replicationFactor
      this.#admit(store, event.name, event.address)
      return true
    }
    const author = this.stores.get(store)
    return author?.status === 'member' && this.#readOfMember(entry, author)
  }

  #readOfMember(entry: LogEntry, author: StoreRow): boolean {
    const { event, store } = entry
    switch (event.kind) {
      case 'member-moved':
        author.address = event.address
        return true
      case 'state-info-put':
      case 'state-info-deleted':
        return this.#readWrite(entry, event.key, event.basis)
      case 'member-joined':
        return event.replaces === store ? this.#readRenewal(event, author) : this.#readJoin(event)
      case 'member-ejected':
        return this.#readEjection(event.store, store)
      case 'member-down':
        return this.#readVerdict(event.store, event.reason)
      case 'member-up':
        return this.#readVerdict(event.store, undefined)
      default:
        return true
    }
  }

  #readWrite(entry: LogEntry, key: string, basis: Parameters<typeof idOf>[0] | null): boolean {
    const current = this.values.get(key)
    const isKnown = current === undefined || (basis !== null && idOf(basis) === idOf(current))
    if (!isKnown) this.outcomes.set(idOf(current), 'lost')
    this.values.set(key, entry)
    return true
  }

  /** A store hands its place to a new one, under the name it chose if nobody else has that. */
  #readRenewal({ name, address, store }: Joined, author: StoreRow): boolean {
    if (this.stores.has(store)) return false
    this.#end(author, 'replaced')
    const isTaken = this.#members.some((row) => row.name === name)
    this.#admit(store, isTaken ? `${name}#${store.slice(0, 8)}` : name, address)
    return true
  }

  #readJoin(event: Joined): boolean {
    const { name, address, store, replaces } = event
    if (this.stores.has(store)) return false
    const holder = [...this.stores].find(([, row]) => row.status === 'member' && row.name === name)
    if (holder === undefined) this.#admit(store, name, address)
    else if (holder[0] === replaces) {
      this.#end(holder[1], 'replaced')
      this.#admit(store, name, address)
    } else this.#admit(store, `${name}#${store.slice(0, 8)}`, address)
    return true
  }

  #readEjection(store: string, by: string): boolean {
    const row = this.stores.get(store)
    if (row?.status !== 'member' || this.#members.length === 1) return false
    this.#end(row, store === by ? 'left' : 'ejected')
    return true
  }

  #readVerdict(store: string, down: string | undefined): boolean {
    const row = this.stores.get(store)
    if (row?.status !== 'member') return false
    row.down = down
    return true
  }

  #admit(store: string, name: string, address: string): void {
    this.stores.set(store, { name, address, status: 'member', down: undefined })
  }

  #end(row: StoreRow, status: 'left' | 'ejected' | 'replaced'): void {
    row.status = status
    row.down = undefined
  }
}
