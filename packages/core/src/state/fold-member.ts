/**
 * Decides who is in the roster, under which name, what members say of themselves, and what the
 * cluster says of those that do not answer. First in order wins: a name belongs to whoever took it
 * first, an ejection counts if its author is still in, and what ends a membership first says how it
 * ended; an ejection of oneself is leaving. It must never empty the roster (S15), nor let a store
 * back in that was out once. A verdict is advice: it stands until the store is up, or out, and
 * never touches the roster.
 */
import type {
  ClusterFounded,
  LogEntry,
  MemberDown,
  MemberEjected,
  MemberInfoChanged,
  MemberJoined,
  MemberMoved,
  MemberName,
  MemberUp,
  Millis,
} from '../model/index.ts'
import { displacedName } from '../model/index.ts'
import type { StoreRecord } from './cluster-state.ts'
import type { Patch, StateView } from './patch.ts'
import { changed, voided } from './patch.ts'

/** How far back `downTimes` reaches from the newest: 24 hours. */
export const downTimesSpanMs: Millis = 24 * 60 * 60 * 1000
/** How many times `downTimes` holds at most, the newest: more than 6 an hour for a day. */
export const downTimesMax = 150

export function foldClusterFounded(view: StateView, entry: LogEntry, event: ClusterFounded): Patch {
  if (view.cluster !== undefined) return voided('not-the-founder')
  return {
    kind: 'founded',
    cluster: event.cluster,
    replicationFactor: event.replicationFactor,
    founder: admitted(entry, { ...event, store: entry.store }),
  }
}

export function foldMemberJoined(view: StateView, entry: LogEntry, event: MemberJoined): Patch {
  if (view.recordOf(event.store) !== undefined) return voided('already-member')
  const author = view.recordOf(entry.store)
  if (author !== undefined && event.replaces === author.store)
    return renewed(view, { entry, event, author })
  const holder = view.holderOf(event.name) ?? undefined
  const held = holder === undefined ? undefined : view.recordOf(holder)
  if (held === undefined) return join(entry, event, event.name)
  if (event.replaces !== held.store) {
    return join(entry, event, displacedName(event.name, event.store))
  }
  const replaced = out(held, 'replaced', entry)
  return {
    kind: 'records',
    records: [replaced, admitted(entry, event)],
    names: [[event.name, event.store]],
  }
}

interface Renewed {
  readonly entry: LogEntry
  readonly event: MemberJoined
  readonly author: StoreRecord
}

/** A store hands its place to a new one: the same member, under the name it chose if it can. */
function renewed(view: StateView, { entry, event, author }: Renewed): Patch {
  const holder = view.holderOf(event.name) ?? author.store
  const isItsName = holder === author.store
  const name = isItsName ? event.name : displacedName(event.name, event.store)
  const { info, infoSet, downTimes } = author
  const successor = { ...admitted(entry, { ...event, name }), info, infoSet, downTimes }
  return {
    kind: 'records',
    records: [out(author, 'replaced', entry), successor],
    names: [...(author.name === name ? [] : [[author.name, null] as const]), [name, event.store]],
  }
}

export function foldMemberEjected(view: StateView, entry: LogEntry, event: MemberEjected): Patch {
  const record = view.recordOf(event.store)
  if (record?.status !== 'member') return voided('unknown-store')
  if (view.memberCount === 1) return voided('last-member')
  const ended = out(record, entry.store === event.store ? 'left' : 'ejected', entry)
  const holdsName = view.holderOf(record.name) === record.store
  return { kind: 'records', records: [ended], names: holdsName ? [[record.name, null]] : [] }
}

export function foldMemberMoved(author: StoreRecord, event: MemberMoved): Patch {
  return changed({ ...author, address: event.address })
}

export function foldMemberInfoChanged(
  author: StoreRecord,
  entry: LogEntry,
  event: MemberInfoChanged,
): Patch {
  return changed({ ...author, info: event.info, infoSet: entry })
}

export function foldMemberDown(view: StateView, entry: LogEntry, event: MemberDown): Patch {
  const record = view.recordOf(event.store)
  if (record?.status !== 'member') return voided('unknown-store')
  const now = entry.hlc.l
  const recent = record.downTimes.filter((time) => time > now - downTimesSpanMs)
  const downTimes = [...recent, now].slice(-downTimesMax)
  return changed({ ...record, down: entry, downTimes })
}

export function foldMemberUp(view: StateView, event: MemberUp): Patch {
  const record = view.recordOf(event.store)
  if (record?.status !== 'member') return voided('unknown-store')
  return changed({ ...record, down: undefined })
}

function join(entry: LogEntry, event: MemberJoined, name: MemberName): Patch {
  const record = admitted(entry, { ...event, name })
  return { kind: 'records', records: [record], names: [[name, event.store]] }
}

/** A record whose membership is over: its info and the verdict on it end with it. */
const out = (
  record: StoreRecord,
  status: 'left' | 'ejected' | 'replaced',
  entry: LogEntry,
): StoreRecord => ({
  ...record,
  status,
  ended: entry,
  info: {},
  infoSet: undefined,
  down: undefined,
})

type Newcomer = Pick<MemberJoined, 'name' | 'address' | 'store'>

const admitted = (entry: LogEntry, newcomer: Newcomer): StoreRecord => ({
  store: newcomer.store,
  name: newcomer.name,
  address: newcomer.address,
  status: 'member',
  admitted: entry,
  ended: undefined,
  info: {},
  infoSet: undefined,
  down: undefined,
  downTimes: [],
})
