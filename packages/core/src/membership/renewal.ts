/**
 * A store that is not alone: others hold an entry of it that this process neither wrote nor found
 * in its log. Its disk was put back, or copied, or lost what it had said was durable. It hands its
 * place to a new store, which goes on with the same log, in one entry that says so; of several that
 * do, the first in order is the member, and the others are superseded, the same everywhere. It must
 * never happen to a store that is alone. Invariants: M40 (an id is never used again: the entry is
 * in a run of its own), M41 (nothing is lost: the new log holds all that the old one did), M42 (of
 * two processes with one store one goes on).
 */
import {
  admit,
  append,
  authorEntry,
  emptyLog,
  type EventLog,
  noClockGuard,
  runStarted,
} from '../log/index.ts'
import {
  type Address,
  type ClusterEvent,
  chosenName,
  drawId,
  type Entropy,
  type Hash,
  type LogEntry,
  type LogIdentity,
  type Millis,
  type RunId,
  runIdBytes,
  type StoreId,
  storeIdBytes,
  streamOf,
  type VersionVector,
} from '../model/index.ts'
import { type ClusterState, foldLog, recordOf, type StoreRecord } from '../state/index.ts'
import { emptyVector, tick, zeroHlc } from '../time/index.ts'

/** Whose log it is that goes on under another store, at what time, by what chance. */
export interface Renewed {
  readonly identity: LogIdentity
  readonly wall: Millis
  /** 16 random bytes. */
  readonly entropy: Entropy
  readonly hash: Hash
}

/** The same, of a member that runs. */
interface Renewing extends Renewed {
  readonly log: EventLog
  readonly state: ClusterState
  /** Where the process listens; undefined: where the log says. */
  readonly address: Address | undefined
}

/** The store that goes on, its log, and what of that is new: the last words of the store before. */
export interface Renewal {
  readonly identity: LogIdentity
  readonly log: EventLog
  readonly news: readonly LogEntry[]
}

/** undefined: the store is no member, and has no place to hand on. */
export function renewalOf(renewing: Renewing): Renewal | undefined {
  const { identity, state, entropy, hash } = renewing
  const record = recordOf(state, identity.store)
  if (record?.status !== 'member') return undefined
  const draw = (label: string, bytes: number): string =>
    drawId(hash, entropy, { label: `membership/renewal/${label}`, bytes })
  const store = draw('store', storeIdBytes) as StoreId
  const stream = streamOf(identity.store, draw('run', runIdBytes) as RunId)
  const opening = runStarted(renewing.log, identity.store)
  const admission = admissionOf(record, store, renewing.address)
  let { log } = renewing
  let known: VersionVector = emptyVector
  const news: LogEntry[] = []
  for (const event of opening === undefined ? [admission] : [opening, admission]) {
    const hlc = tick(log.ordered.last()?.hlc ?? zeroHlc, renewing.wall)
    const written = authorEntry({ log, stream, hlc, view: 0, event, hash, known })
    log = append(log, written.entry)
    known = written.known
    news.push(written.entry)
  }
  return { identity: { ...identity, store }, log, news }
}

const admissionOf = (
  { store: replaces, name, address }: StoreRecord,
  store: StoreId,
  moved: Address | undefined,
): ClusterEvent => ({
  kind: 'member-joined',
  name: chosenName(name),
  address: moved ?? address,
  store,
  replaces,
})

/** Of a log that nobody runs with, as one that is made of a backup. */
export function renewedLog(entries: readonly LogEntry[], its: Renewed): Renewal | undefined {
  const { log } = admit(emptyLog, entries, noClockGuard)
  return renewalOf({ ...its, log, state: foldLog(log.ordered), address: undefined })
}
