/**
 * A state from what was kept of it. It decides whether that is the state of this log: folded by
 * these rules, of these very entries (the chain's hash of each stream's last one says so for all
 * before it), and of no others, which must all come later in the order. It must never give a state
 * that a fold from scratch would not (S9); what it cannot prove it refuses, with the reason.
 */
import { PersistentMap } from '../../collections/index.ts'
import { entryOf, type EventLog, placeOf } from '../../log/index.ts'
import {
  equalBytes,
  invariant,
  type LogEntry,
  type MemberName,
  type SavedCheckpoint,
  type SavedEntry,
  type SavedStore,
  type StoreId,
} from '../../model/index.ts'
import { beginning, type Checkpoints } from '../checkpoint.ts'
import type { ClusterState, EntryOutcome, StoreRecord, ValueRecord } from '../cluster-state.ts'

/** The version of the fold's rules and of the state's shape: higher whenever either changes. */
export const foldRules = 1

export type Restored =
  | { readonly ok: true; readonly checkpoints: Checkpoints }
  | { readonly ok: false; readonly why: string }

export function restored(saved: SavedCheckpoint, log: EventLog): Restored {
  if (saved.rules !== foldRules) return { ok: false, why: 'it was folded by other rules' }
  const position = saved.streams.reduce((sum, { count }) => sum + count, 0)
  const why = whyNotOf(saved, log, position)
  if (why !== undefined) return { ok: false, why }
  const state = stateOf(saved, (place) => entryAt(saved, log, place))
  return { ok: true, checkpoints: { position, state, older: [beginning] } }
}

/**
 * Why its entries are not the first `position` of this log, if they are not: as many entries as
 * that, none of which is at `position` or later, are all that come before.
 */
function whyNotOf(saved: SavedCheckpoint, log: EventLog, position: number): string | undefined {
  const { streams } = saved
  const streamCount = new Set(streams.map(({ stream }) => stream)).size
  if (streamCount === 0 || streamCount < streams.length) return 'it does not say what it covers'
  for (const { stream, count, head } of streams) {
    const last = entryOf(log, { stream, seq: count - 1 })
    if (last === undefined) return 'it covers entries that the log does not hold'
    if (!equalBytes(last.hash, head)) return 'it is of another log'
    if (placeOf(log.ordered, last) >= position) return 'entries came before the last it covers'
  }
  const isCovered = ([stream, seq]: SavedEntry): boolean => seq < (streams[stream]?.count ?? 0)
  return placesIn(saved).every(isCovered) ? undefined : 'it names entries that it does not cover'
}

const placesIn = ({ stores, values, voids, losses }: SavedCheckpoint): readonly SavedEntry[] => [
  ...stores.flatMap(({ admitted, ended, infoSet, down }) =>
    [admitted, ended, infoSet, down].filter((place) => place !== null),
  ),
  ...values,
  ...voids.map(([place]) => place),
  ...losses.flat(),
]

type Find = (place: SavedEntry) => LogEntry

function entryAt({ streams }: SavedCheckpoint, log: EventLog, [n, seq]: SavedEntry): LogEntry {
  const stream = streams[n]?.stream
  const entry = stream === undefined ? undefined : entryOf(log, { stream, seq })
  invariant(entry !== undefined, 'what a checkpoint covers is in the log')
  return entry
}

const stateOf = (saved: SavedCheckpoint, find: Find): ClusterState => ({
  cluster: saved.cluster ?? undefined,
  replicationFactor: saved.replicationFactor,
  memberCount: saved.stores.filter(({ status }) => status === 'member').length,
  stores: mapBy(
    saved.stores.map((store) => recordOf(store, find)),
    ({ store }) => store,
  ),
  names: PersistentMap.empty<MemberName, StoreId | null>().withAll(new Map(saved.names)),
  values: mapBy(
    saved.values.map((place) => valueOf(find(place))),
    ({ key }) => key,
  ),
  outcomes: mapBy(outcomesOf(saved, find), ({ entry }) => entry),
  ts: { author: saved.ts[0], counter: saved.ts[1] },
  tsold: { author: saved.tsold[0], counter: saved.tsold[1] },
})

const mapBy = <K, V>(values: readonly V[], keyOf: (value: V) => K): PersistentMap<K, V> =>
  PersistentMap.empty<K, V>().withAll(new Map(values.map((value) => [keyOf(value), value])))

function recordOf(saved: SavedStore, find: Find): StoreRecord {
  const findOrNone = (place: SavedEntry | null): LogEntry | undefined =>
    place === null ? undefined : find(place)
  const infoSet = findOrNone(saved.infoSet)
  return {
    store: saved.store,
    name: saved.name,
    address: saved.address,
    status: saved.status,
    admitted: find(saved.admitted),
    ended: findOrNone(saved.ended),
    info: infoSet?.event.kind === 'member-info-changed' ? infoSet.event.info : {},
    infoSet,
    down: findOrNone(saved.down),
    downTimes: saved.downTimes,
  }
}

function valueOf(set: LogEntry): ValueRecord {
  const { event } = set
  const isWrite = event.kind === 'state-info-put' || event.kind === 'state-info-deleted'
  invariant(isWrite, 'a key is set by a put, or by a deletion')
  return { key: event.key, value: event.kind === 'state-info-put' ? event.value : undefined, set }
}

const outcomesOf = ({ voids, losses }: SavedCheckpoint, find: Find): readonly EntryOutcome[] => [
  ...voids.map(([place, reason]) => ({ kind: 'void', entry: find(place), reason }) as const),
  ...losses.map(([lost, to]) => ({ kind: 'lost', entry: find(lost), to: find(to) }) as const),
]
