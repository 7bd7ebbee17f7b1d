/**
 * Questions about the folded state, each answered the same on every member with an equal log. It
 * must never answer from anything but what it is given, nor hand out a map of the state's own.
 */
import type {
  LogEntry,
  MemberName,
  Millis,
  Refusal,
  Sender,
  StoreId,
  Value,
} from '../model/index.ts'
import { clusterLabel, formatEntryId, refusal } from '../model/index.ts'
import { isAhead } from '../time/index.ts'
import type { ClusterState, EntryOutcome, StoreRecord, ValueRecord } from './cluster-state.ts'
import type { Context } from './decision.ts'

/** The members, by name in code-unit order. */
export function rosterOf(state: ClusterState): readonly StoreRecord[] {
  const members: StoreRecord[] = []
  for (const record of state.stores.values()) if (record.status === 'member') members.push(record)
  return members.toSorted(byNameThenStore)
}

/** The member listed under this name. */
export function memberNamed(state: ClusterState, name: MemberName): StoreRecord | undefined {
  const holder = state.names.get(name) ?? undefined
  return holder === undefined ? undefined : state.stores.get(holder)
}

/** What is known of a store, member or not. */
export const recordOf = (state: ClusterState, store: StoreId): StoreRecord | undefined =>
  state.stores.get(store)

export const isMember = (state: ClusterState, store: StoreId | undefined): boolean =>
  store !== undefined && state.stores.get(store)?.status === 'member'

/** What lets this store in without effect, since whoever wrote it was out already. */
export function voidAdmissionOf(state: ClusterState, store: StoreId): LogEntry | undefined {
  for (const { kind, entry } of state.outcomes.values())
    if (kind === 'void' && entry.event.kind === 'member-joined' && entry.event.store === store)
      return entry
  return undefined
}

/**
 * Who is in this store's place if another process has gone on with it: it admitted a new store in
 * its own stead, directly or over several; undefined: nobody has.
 */
export function supersederOf(state: ClusterState, store: StoreId): StoreRecord | undefined {
  const record = recordOf(state, store)
  if (record === undefined) {
    const author = voidAdmissionOf(state, store)?.store
    return author === undefined ? undefined : supersederOf(state, author)
  }
  const { status, ended } = record
  if (status !== 'replaced' || ended?.event.kind !== 'member-joined') return undefined
  if (ended.store !== store) return undefined
  return supersederOf(state, ended.event.store) ?? recordOf(state, ended.event.store)
}

/** A member was listed under this name, and nobody is now. */
export const wasMember = (state: ClusterState, name: MemberName): boolean =>
  state.names.get(name) === null

/** The value at a key; undefined: none, or deleted. */
export const valueOf = (state: ClusterState, key: string): Value | undefined =>
  state.values.get(key)?.value

/** The shared state as the application sees it: the keys that were put, and five derived ones. */
export interface StateInfo {
  readonly [key: string]: Value
  /** Who made the last effective change, and how many there are. */
  readonly ts: readonly [author: string, counter: number]
  /** The version before `ts`. */
  readonly tsold: readonly [author: string, counter: number]
  /** The members, by name. */
  readonly members: readonly { readonly name: string; readonly address: string }[]
  /** Members that the cluster logged as not answering, by name. */
  readonly failed: readonly { readonly name: string; readonly reason: string }[]
  readonly replication: number
}

export function stateInfoOf(state: ClusterState): StateInfo {
  return {
    ...Object.fromEntries(valuesOf(state)),
    ts: [state.ts.author, state.ts.counter],
    tsold: [state.tsold.author, state.tsold.counter],
    members: rosterOf(state).map(({ name, address }) => ({ name, address })),
    failed: failedOf(state).map(({ name, reason }) => ({ name, reason })),
    replication: state.replicationFactor,
  }
}

/** Members with a standing verdict that they do not answer, by name. */
export function failedOf(state: ClusterState): readonly FailedMember[] {
  const down: StoreRecord[] = []
  for (const record of state.stores.values())
    if (record.status === 'member' && record.down !== undefined) down.push(record)
  return down.toSorted(byNameThenStore).flatMap((record) => {
    const event = record.down?.event
    return event?.kind === 'member-down' ? [{ name: record.name, reason: event.reason }] : []
  })
}

export interface FailedMember {
  readonly name: MemberName
  readonly reason: string
}

/** The sender of a message is in this member's cluster, and in its roster. */
export const isFromMember = (context: Context, sender: Sender): boolean =>
  sender.cluster !== '' &&
  sender.cluster === clusterLabel(context.self.cluster) &&
  (memberNamed(context.state, sender.name) !== undefined || isDisplaced(context.state, sender))

/** A displaced member goes on under the name it chose, also when nobody holds that any more. */
function isDisplaced(state: ClusterState, { name, address }: Sender): boolean {
  for (const record of state.stores.values())
    if (
      record.address === address &&
      record.status === 'member' &&
      record.name.startsWith(`${name}#`)
    )
      return true
  return false
}

/** What the offset of the own clock is taken from. */
export type ClockContext = Pick<Context, 'at' | 'wall' | 'live' | 'state' | 'clockKeepMs'>

/** So many clocks, one's own included, speak for any number of members. */
const clocksWanted = 9

/**
 * How far the others' clocks are ahead of this member's now: the median of a majority of the
 * members, or of `clocksWanted` if those are fewer, this one (0) included; undefined while not so
 * many answer. A clock measured longer ago than `clockKeepMs` says nothing: its owner may have
 * corrected it since.
 */
export function clockOffsetOf(context: ClockContext): Millis | undefined {
  const { at, wall, live, clockKeepMs } = context
  const offsets: Millis[] = [0]
  for (const { status, clock } of live.values()) {
    if (status === 'alive' && clock !== undefined && at - clock.at <= clockKeepMs)
      offsets.push(clock.baseMs + at - wall)
  }
  const isMajority = offsets.length * 2 > context.state.memberCount
  if (!isMajority && offsets.length < clocksWanted) return undefined
  const sorted = offsets.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  return (upper + lower) / 2
}

/**
 * Why this member's clock forbids it to log: others would hold the entry back, and all of its
 * stream after it (W8, M24). Either its wall clock is far from a majority's, or its log ends far
 * ahead of its wall clock, as after that was set back.
 */
export function whyClockIsOff(
  context: ClockContext & Pick<Context, 'log' | 'clockAheadMaxMs' | 'self'>,
): Refusal | undefined {
  const { wall, clockAheadMaxMs } = context
  const { name } = context.self
  const last = context.log.ordered.last()
  if (last !== undefined && isAhead(last.hlc, wall, clockAheadMaxMs)) {
    const aheadMs = Math.round(last.hlc.l - wall)
    const detail = `the log of ${name} ends ${aheadMs} ms ahead of its clock, which has to catch up`
    return refusal('clock-unsynchronised', detail)
  }
  const offset = clockOffsetOf(context) ?? 0
  if (Math.abs(offset) <= clockAheadMaxMs / 2) return undefined
  const way = offset > 0 ? 'behind' : 'ahead of'
  const detail = `is ${Math.round(Math.abs(offset))} ms ${way} those of a majority`
  return refusal('clock-unsynchronised', `the clock of ${name} ${detail}`)
}

/**
 * Why this member may not log now: its first entry would begin one stream too many, or its clock
 * forbids it. Every process that writes begins a stream, and vectors name them all.
 */
export const whyNotLog = (context: Context): Refusal | undefined =>
  whyNoStream(context) ?? whyClockIsOff(context)

/** A process that has its stream goes on; one that has none begins none when there are so many. */
export function whyNoStream(context: Context): Refusal | undefined {
  const { self, log, logStreamsMax } = context
  if (self.run !== undefined || log.streams.size < logStreamsMax) return undefined
  const detail = `the log holds ${log.streams.size} streams; at ${logStreamsMax} none is begun`
  return refusal('log-full', detail)
}

/** All that members with equal logs must agree on (S4), as plain data in one fixed order. */
export function stateAsValue(state: ClusterState): Value {
  return {
    cluster: state.cluster ?? null,
    outcomes: [...state.outcomes.values()].map(outcomeAsValue).toSorted(byFirst),
    replication: state.replicationFactor,
    stores: [...state.stores.values()].toSorted(byStore).map(storeAsValue),
    ts: [state.ts.author, state.ts.counter],
    tsold: [state.tsold.author, state.tsold.counter],
    values: [...state.values.values()].toSorted(byKey).map(valueAsValue),
  }
}

const idOf = (entry: LogEntry | undefined): Value =>
  entry === undefined ? null : formatEntryId(entry)

const outcomeAsValue = (outcome: EntryOutcome): readonly [string, Value] => [
  formatEntryId(outcome.entry),
  outcome.kind === 'void' ? outcome.reason : idOf(outcome.to),
]

const storeAsValue = (record: StoreRecord): Value => ({
  address: record.address,
  admitted: idOf(record.admitted),
  down: idOf(record.down),
  downTimes: record.downTimes,
  ended: idOf(record.ended),
  info: record.info,
  infoSet: idOf(record.infoSet),
  name: record.name,
  status: record.status,
  store: record.store,
})

const valueAsValue = (record: ValueRecord): Value => ({
  deleted: record.value === undefined,
  key: record.key,
  set: idOf(record.set),
  value: record.value ?? null,
})

function valuesOf(state: ClusterState): readonly (readonly [string, Value])[] {
  const present: [string, Value][] = []
  for (const { key, value } of state.values.values()) {
    if (value !== undefined) present.push([key, value])
  }
  return present.toSorted(byFirst)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byFirst = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  compare(a[0], b[0])
const byNameThenStore = (a: StoreRecord, b: StoreRecord): number =>
  compare(a.name, b.name) || compare(a.store, b.store)
const byStore = (a: StoreRecord, b: StoreRecord): number => compare(a.store, b.store)
const byKey = (a: ValueRecord, b: ValueRecord): number => compare(a.key, b.key)
