/**
 * Asks the log why things are as they are: the entries that a key's value or a member's place
 * rests on, by whom, when, and what became of each. Reads the log from the start: for people and
 * tools, not for hot paths.
 */
import type { AppendVector } from '../collections/index.ts'
import {
  type ClusterEvent,
  type EntryId,
  type LogEntry,
  type MemberName,
  type Millis,
  type StoreId,
} from '../model/index.ts'
import type { ClusterState } from './cluster-state.ts'

/** One entry, and what it does for the subject today. */
export interface Explanation {
  readonly id: EntryId
  /** The name its author is listed under, or was. */
  readonly by: MemberName | undefined
  /** Wall time of its clock, milliseconds since 1970. */
  readonly at: Millis
  readonly event: ClusterEvent
  /**
   * `stands`: the subject is so because of it; `overridden`: by a later entry that knew of it;
   * `lost`: to one that did not; `void`: without effect from the start.
   */
  readonly outcome: 'stands' | 'overridden' | 'lost' | 'void'
  /** An ejection that its subject logged of itself: where it stands, the member left. */
  readonly isLeave: boolean
}

/** Oldest first. Empty: nothing in the log is about the subject. */
export function explain(
  state: ClusterState,
  ordered: AppendVector<LogEntry>,
  subject: { readonly key: string } | { readonly name: string },
): readonly Explanation[] {
  const concerns =
    'key' in subject
      ? (entry: LogEntry): boolean => keyOf(entry.event) === subject.key
      : concernsMember(storesNamed(state, subject.name))
  const standing =
    'key' in subject
      ? new Set([state.values.get(subject.key)?.set])
      : standingFor(state, storesNamed(state, subject.name))
  const explanations: Explanation[] = []
  for (const entry of ordered)
    if (concerns(entry)) explanations.push(explainOne(state, entry, standing))
  return explanations
}

function explainOne(
  state: ClusterState,
  entry: LogEntry,
  standing: ReadonlySet<LogEntry | undefined>,
): Explanation {
  const became = state.outcomes.get(entry)?.kind
  return {
    id: { stream: entry.stream, seq: entry.seq },
    by: state.stores.get(entry.store)?.name,
    at: entry.hlc.l,
    event: entry.event,
    outcome: became ?? (standing.has(entry) ? 'stands' : 'overridden'),
    isLeave: entry.event.kind === 'member-ejected' && entry.event.store === entry.store,
  }
}

const keyOf = (event: ClusterEvent): string | undefined =>
  event.kind === 'state-info-put' || event.kind === 'state-info-deleted' ? event.key : undefined

/** Every store that was ever admitted under this name. */
function storesNamed(state: ClusterState, name: string): ReadonlySet<StoreId> {
  const stores = new Set<StoreId>()
  for (const record of state.stores.values()) {
    const { event } = record.admitted
    const admittedAs =
      event.kind === 'member-joined' || event.kind === 'cluster-founded' ? event.name : ''
    if (record.name === name || admittedAs === name) stores.add(record.store)
  }
  return stores
}

function concernsMember(stores: ReadonlySet<StoreId>): (entry: LogEntry) => boolean {
  return ({ event, store }) => {
    switch (event.kind) {
      case 'cluster-founded':
      case 'member-moved':
      case 'member-info-changed':
        return stores.has(store)
      case 'member-joined':
      case 'member-ejected':
      case 'member-down':
      case 'member-up':
        return stores.has(event.store)
      default:
        return false
    }
  }
}

function standingFor(
  state: ClusterState,
  stores: ReadonlySet<StoreId>,
): ReadonlySet<LogEntry | undefined> {
  const standing = new Set<LogEntry | undefined>()
  for (const store of stores) {
    const record = state.stores.get(store)
    for (const entry of [record?.admitted, record?.ended, record?.infoSet, record?.down])
      standing.add(entry)
  }
  return standing
}
