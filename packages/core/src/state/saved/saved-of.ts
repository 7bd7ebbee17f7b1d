/**
 * A folded state as data to be kept beside its log: entries by their places, and of the log how
 * far it was folded. Pure; O(the state).
 */
import { type EventLog, placeOf } from '../../log/index.ts'
import {
  invariant,
  type LogEntry,
  type SavedCheckpoint,
  type SavedEntry,
  type SavedStore,
} from '../../model/index.ts'
import type { Checkpoint } from '../checkpoint.ts'
import type { EntryOutcome, StoreRecord, Version } from '../cluster-state.ts'
import { foldRules } from './restored.ts'

export function savedOf({ position, state }: Checkpoint, log: EventLog): SavedCheckpoint {
  const heads = headsOf(log, position)
  const numbers = new Map(heads.map(({ stream }, number) => [stream, number]))
  const place = ({ stream, seq }: LogEntry): SavedEntry => {
    const number = numbers.get(stream)
    invariant(number !== undefined, 'a state is made of the entries before it')
    return [number, seq]
  }
  const outcomes = [...state.outcomes.values()]
  return {
    rules: foldRules,
    streams: heads.map(({ stream, seq, hash }) => ({ stream, count: seq + 1, head: hash })),
    cluster: state.cluster ?? null,
    replicationFactor: state.replicationFactor,
    stores: [...state.stores.values()].map((record) => storeOf(record, place)),
    names: [...state.names.entries()],
    values: [...state.values.values()].map(({ set }) => place(set)),
    voids: outcomes.filter(isVoid).map(({ entry, reason }) => [place(entry), reason]),
    losses: outcomes.filter(isLost).map(({ entry, to }) => [place(entry), place(to)]),
    ts: versionOf(state.ts),
    tsold: versionOf(state.tsold),
  }
}

/** The last entry of each stream among the first `position`. */
function headsOf({ ordered, streams }: EventLog, position: number): readonly LogEntry[] {
  const next = ordered.at(position)
  return [...streams.values()].flatMap(
    (entries) =>
      entries.at((next === undefined ? entries.length : placeOf(entries, next)) - 1) ?? [],
  )
}

function storeOf(record: StoreRecord, place: (entry: LogEntry) => SavedEntry): SavedStore {
  const placeOrNull = (entry: LogEntry | undefined): SavedEntry | null =>
    entry === undefined ? null : place(entry)
  const { store, name, address, status, admitted, ended, infoSet, down, downTimes } = record
  return {
    store,
    name,
    address,
    status,
    admitted: place(admitted),
    ended: placeOrNull(ended),
    infoSet: placeOrNull(infoSet),
    down: placeOrNull(down),
    downTimes,
  }
}

const isVoid = (outcome: EntryOutcome): outcome is Extract<EntryOutcome, { kind: 'void' }> =>
  outcome.kind === 'void'
const isLost = (outcome: EntryOutcome): outcome is Extract<EntryOutcome, { kind: 'lost' }> =>
  outcome.kind === 'lost'

const versionOf = ({ author, counter }: Version): SavedCheckpoint['ts'] => [author, counter]
