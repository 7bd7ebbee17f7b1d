/**
 * Asks the log why things are as they are: the entries that a key's value or a member's place
 * rests on, by whom, when, what became of each, and which took the place of which. Whether an entry
 * had an effect is the fold's word (`outcomes`, `ended`), never judged anew here. Passes over the
 * whole log: for people and tools, not for hot paths.
 */
import { compareEntries } from '../../log/index.ts'
import type {
  ClusterEvent,
  EntryId,
  LogEntry,
  MemberJoined,
  MemberName,
  Millis,
  StoreId,
  VoidReason,
} from '../../model/index.ts'
import { foldLog } from '../checkpoint.ts'
import type { ClusterState } from '../cluster-state.ts'

/** What is asked about: a key of the state info, or whoever was a member under a name. */
export type ExplanationSubject = { readonly key: string } | { readonly name: string }

/** An entry by its id, and who wrote it when. */
export interface MentionedEntry {
  readonly id: EntryId
  /** The name its author is listed under, or was. */
  readonly by: MemberName | undefined
  /** Wall time of its clock, milliseconds since 1970. */
  readonly at: Millis
}

/** One entry, and what it does for the subject today. */
export interface Explanation extends MentionedEntry {
  readonly event: ClusterEvent
  /**
   * `stands`: the subject is so because of it, if only in part; `overridden`: nothing of the
   * subject rests on it any more; `lost`: the same, by a write that did not know of it; `void`:
   * without effect from the start.
   */
  readonly outcome: 'stands' | 'overridden' | 'lost' | 'void'
  /** Why it is void; undefined: it is not. */
  readonly voidReason: VoidReason | undefined
  /** An ejection that its subject logged of itself: the member left. */
  readonly isLeave: boolean
  /** What of the subject rested on these until this entry came, oldest first. */
  readonly overrode: readonly MentionedEntry[]
  /** The same seen from the other side: what rested on this entry rests on these instead. */
  readonly overriddenBy: readonly MentionedEntry[]
}

/** Oldest first. Empty: nothing in the log is about the subject. */
export function explain(
  state: ClusterState,
  ordered: Iterable<LogEntry>,
  subject: ExplanationSubject,
): readonly Explanation[] {
  const bearingOf =
    'key' in subject ? bearingOnKey(subject.key) : bearingOnMember(state, subject.name)
  return explanationsOf(state, claimsOf(state, ordered, bearingOf))
}

/** The same from entries alone, in whatever order: for tools that read a log from its files. */
export function explainEntries(
  entries: readonly LogEntry[],
  subject: ExplanationSubject,
): readonly Explanation[] {
  const ordered = entries.toSorted(compareEntries)
  return explain(foldLog(ordered), ordered, subject)
}

/** One thing about the subject that always rests on one entry, the last that decided it. */
type Place = string
/** What an entry does to the subject if it has an effect. */
interface Bearing {
  /** What rests on it from now on. */
  readonly takes: readonly Place[]
  /** What goes on under another name, and rests on what it rested on. */
  readonly moves?: readonly [from: Place, to: Place]
}
/** undefined: the entry is not about the subject. */
type BearingOf = (entry: LogEntry) => Bearing | undefined

/** An entry about the subject, and how it stands to the others. */
class Claim {
  readonly entry: LogEntry
  readonly overrode: Set<LogEntry> = new Set()
  readonly overriddenBy: Set<LogEntry> = new Set()
  #placesHeld = 0

  constructor(entry: LogEntry) {
    this.entry = entry
  }

  get stands(): boolean {
    return this.#placesHeld > 0
  }

  take(before: Claim | undefined): void {
    this.#placesHeld++
    if (before === undefined) return
    this.overrode.add(before.entry)
    before.giveWay(this.entry)
  }

  giveWay(to: LogEntry): void {
    this.#placesHeld--
    this.overriddenBy.add(to)
  }
}

function claimsOf(
  state: ClusterState,
  ordered: Iterable<LogEntry>,
  bearingOf: BearingOf,
): readonly Claim[] {
  const holders = new Map<Place, Claim>()
  const claims: Claim[] = []
  for (const entry of ordered) {
    const bearing = bearingOf(entry)
    if (bearing === undefined) continue
    const claim = new Claim(entry)
    claims.push(claim)
    if (state.outcomes.get(entry)?.kind === 'void') continue
    const { takes, moves: [from = '', to = ''] = [] } = bearing
    const moved = holders.get(from)
    if (moved !== undefined) holders.set(to, moved)
    holders.delete(from)
    for (const place of takes) {
      claim.take(holders.get(place))
      holders.set(place, claim)
    }
  }
  return claims
}

function explanationsOf(state: ClusterState, claims: readonly Claim[]): readonly Explanation[] {
  const mention = (entry: LogEntry): MentionedEntry => ({
    id: { stream: entry.stream, seq: entry.seq },
    by: state.stores.get(entry.store)?.name,
    at: entry.hlc.l,
  })
  const mentions = (entries: ReadonlySet<LogEntry>): readonly MentionedEntry[] =>
    [...entries].toSorted(compareEntries).map(mention)
  return claims.map(({ entry, overrode, overriddenBy, stands }) => {
    const { event, store } = entry
    const became = state.outcomes.get(entry)
    return {
      ...mention(entry),
      event,
      outcome: became?.kind ?? (stands ? 'stands' : 'overridden'),
      voidReason: became?.kind === 'void' ? became.reason : undefined,
      isLeave: event.kind === 'member-ejected' && event.store === store,
      overrode: mentions(overrode),
      overriddenBy: mentions(overriddenBy),
    }
  })
}

const bearingOnKey =
  (key: string): BearingOf =>
  ({ event }) =>
    (event.kind === 'state-info-put' || event.kind === 'state-info-deleted') && event.key === key
      ? { takes: ['value'] }
      : undefined

/** What is known of a store, each part for itself; `out` in fold-member.ts ends them all. */
const parts = ['membership', 'address', 'info', 'verdict'] as const
type Part = (typeof parts)[number]

const placeOf = (part: Part, store: StoreId): Place => `${part} of ${store}`

const placesIn = (store: StoreId, ...of: readonly Part[]): readonly Place[] =>
  of.map((part) => placeOf(part, store))

function bearingOnMember(state: ClusterState, name: string): BearingOf {
  const stores = storesNamed(state, name)
  const about = (store: StoreId, ...of: readonly Part[]): Bearing | undefined =>
    stores.has(store) ? { takes: placesIn(store, ...of) } : undefined
  return (entry) => {
    const { event, store } = entry
    switch (event.kind) {
      case 'cluster-founded':
        return about(store, 'membership', 'address')
      case 'member-joined':
        return bearingOfJoin(entry, event, {
          begins: event.name === name || stores.has(event.store),
          replaced: replacedBy(state, entry, stores),
        })
      case 'member-ejected':
        return about(event.store, ...parts)
      case 'member-moved':
        return about(store, 'address')
      case 'member-info-changed':
        return about(store, 'info')
      case 'member-down':
      case 'member-up':
        return about(event.store, 'verdict')
      default:
        return undefined
    }
  }
}

/** The store of the subject's whose place this join took. */
function replacedBy(
  state: ClusterState,
  entry: LogEntry,
  stores: ReadonlySet<StoreId>,
): StoreId | undefined {
  const replaces = entry.event.kind === 'member-joined' ? entry.event.replaces : null
  if (replaces === null || !stores.has(replaces)) return undefined
  return state.stores.get(replaces)?.ended === entry ? replaces : undefined
}

interface JoinOfSubject {
  /** The store that it lets in is the subject's. */
  readonly begins: boolean
  readonly replaced: StoreId | undefined
}

/** It begins what is known of a store, and ends all that was of another. */
function bearingOfJoin(
  entry: LogEntry,
  { store }: MemberJoined,
  { begins, replaced }: JoinOfSubject,
): Bearing | undefined {
  const begun = begins ? placesIn(store, 'membership', 'address') : []
  if (replaced === undefined) return begins ? { takes: begun } : undefined
  const takes = [...begun, ...placesIn(replaced, ...parts)]
  if (!begins || !isHandOver(entry)) return { takes }
  return { takes, moves: [placeOf('info', replaced), placeOf('info', store)] }
}

/** A store hands its place to a new one, and what the member said of itself stays. */
const isHandOver = ({ event, store }: LogEntry): boolean =>
  event.kind === 'member-joined' && event.replaces === store

/** Every store that was ever admitted under this name, and those that handed their place to one. */
function storesNamed(state: ClusterState, name: string): ReadonlySet<StoreId> {
  const stores = new Set<StoreId>()
  for (const record of state.stores.values()) {
    const { event } = record.admitted
    const admittedAs =
      event.kind === 'member-joined' || event.kind === 'cluster-founded' ? event.name : ''
    if (record.name === name || admittedAs === name) stores.add(record.store)
  }
  for (const store of stores) {
    const admitted = state.stores.get(store)?.admitted
    if (admitted !== undefined && isHandOver(admitted)) stores.add(admitted.store)
  }
  return stores
}
