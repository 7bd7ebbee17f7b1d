/**
 * What an application must be told when the state became another: who came, went, moved, failed
 * or answers again, which keys have another value, which of this member's entries lost or have no
 * effect. It looks only at what was touched, so that it costs what changed, not what there is; it
 * says what the states differ in, never how they came to it.
 */
import type {
  Conflict,
  Displaced,
  LogEntry,
  MemberName,
  RosterChanged,
  StoreId,
  Superseded,
  Value,
  Voided,
} from '../model/index.ts'
import { isDisplacedName } from '../model/index.ts'
import { supersederOf } from './select.ts'
import type { ClusterState, EntryOutcome, StoreRecord } from './cluster-state.ts'
import type { Touched } from './state-draft.ts'

/** A key whose value is another; undefined: none, or deleted. */
export interface KeyChange {
  readonly key: string
  readonly was: Value | undefined
  readonly now: Value | undefined
}

export interface Changes {
  /** In the order of what was touched. */
  readonly roster: readonly RosterChanged[]
  /** This member's own name is another's now. */
  readonly displaced: readonly Displaced[]
  /** Another process has gone on with this member's store. */
  readonly superseded: readonly Superseded[]
  /** This member's own writes that lost, which before had not. */
  readonly conflicts: readonly Conflict[]
  /** This member's own entries without effect, which before had one or were not there. */
  readonly voids: readonly Voided[]
  readonly keys: readonly KeyChange[]
}

/** Two states of one log, and what was touched on the way from one to the other. */
export interface Transition {
  readonly before: ClusterState
  readonly after: ClusterState
  readonly touched: Touched
  /** Whose entries `conflicts` and `voids` are about, and who may be `displaced`. */
  readonly own: StoreId | undefined
}

/** Nothing to tell. */
export const noChanges: Changes = {
  roster: [],
  displaced: [],
  superseded: [],
  conflicts: [],
  voids: [],
  keys: [],
}

export function changesBetween(transition: Transition): Changes {
  const { touched } = transition
  const stores = [...touched.stores]
  const own = ownOutcomes(transition)
  return {
    roster: stores.flatMap((store) => rosterChange(transition, store)),
    displaced: displacement(transition),
    superseded: supersession(transition),
    conflicts: own.flatMap((outcome) => conflictOf(outcome)),
    voids: own.flatMap((outcome) => voidOf(outcome)),
    keys: [...touched.keys].flatMap((key) => keyChange(transition, key)),
  }
}

/** Plain data is equal, bytes and key order included. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Uint8Array !== b instanceof Uint8Array) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  const right = Object.entries(b)
  return (
    left.length === right.length &&
    left.every(([key, item], index) => {
      const other = right[index]
      return other !== undefined && other[0] === key && sameValue(item, other[1])
    })
  )
}

function rosterChange(transition: Transition, store: StoreId): readonly RosterChanged[] {
  const was = transition.before.stores.get(store)
  const now = transition.after.stores.get(store)
  const told = now ?? was
  if (told === undefined) return []
  const by = (entry: LogEntry | undefined): MemberName | undefined =>
    entry === undefined ? undefined : transition.after.stores.get(entry.store)?.name
  const change = (kind: RosterChanged['kind'], entry: LogEntry | undefined): RosterChanged => ({
    kind,
    name: told.name,
    store,
    by: by(entry),
  })
  if (!isIn(was)) return isIn(now) ? [change('member-joined', now?.admitted)] : []
  if (now?.status === 'replaced') return [change('member-replaced', now.ended)]
  if (now?.status === 'left') return [change('member-left', now.ended)]
  if (!isIn(now)) return [change('member-ejected', now?.ended)]
  const changes: RosterChanged[] = []
  if (was?.address !== now?.address)
    changes.push({ ...change('member-moved', undefined), by: told.name })
  if (was?.down === undefined && now?.down !== undefined)
    changes.push(change('member-down', now.down))
  if (was?.down !== undefined && now?.down === undefined)
    changes.push(change('member-up', undefined))
  return changes
}

const isIn = (record: StoreRecord | undefined): boolean => record?.status === 'member'

function displacement({ before, after, own }: Transition): readonly Displaced[] {
  if (own === undefined) return []
  const now = after.stores.get(own)
  if (now === undefined || !isDisplacedName(now.name)) return []
  if (before.stores.get(own)?.name === now.name) return []
  const joined = now.admitted.event
  return joined.kind === 'member-joined'
    ? [{ kind: 'displaced', name: joined.name, now: now.name }]
    : []
}

function supersession({ before, after, own }: Transition): readonly Superseded[] {
  if (own === undefined || supersederOf(before, own) !== undefined) return []
  const now = supersederOf(after, own)
  return now === undefined ? [] : [supersededBy(now, own)]
}

/** The notice that says so. */
export const supersededBy = (now: StoreRecord, store: StoreId): Superseded => ({
  kind: 'superseded',
  store,
  by: now.store,
  address: now.address,
})

/** Of entries that this member wrote, also under a store in whose place its own one is now. */
function ownOutcomes({ before, after, touched, own }: Transition): readonly EntryOutcome[] {
  const isHandedOn = (store: StoreId): boolean =>
    after.stores.get(store)?.status === 'replaced' && supersederOf(after, store)?.store === own
  const isOwn = (store: StoreId): boolean => store === own || isHandedOn(store)
  return touched.outcomes.filter(
    ({ entry, kind }) => before.outcomes.get(entry)?.kind !== kind && isOwn(entry.store),
  )
}

function conflictOf(outcome: EntryOutcome): readonly Conflict[] {
  if (outcome.kind !== 'lost') return []
  const lost = outcome.entry.event
  if (lost.kind !== 'state-info-put' && lost.kind !== 'state-info-deleted') return []
  return [
    {
      kind: 'conflict',
      key: lost.key,
      lost: { stream: outcome.entry.stream, seq: outcome.entry.seq },
      lostValue: written(outcome.entry),
      won: { stream: outcome.to.stream, seq: outcome.to.seq },
      wonValue: written(outcome.to),
    },
  ]
}

const written = ({ event }: LogEntry): Value | undefined =>
  event.kind === 'state-info-put' ? event.value : undefined

function voidOf(outcome: EntryOutcome): readonly Voided[] {
  if (outcome.kind !== 'void') return []
  const { entry, reason } = outcome
  const id = { stream: entry.stream, seq: entry.seq }
  return [{ kind: 'void', entry: id, event: entry.event.kind, reason }]
}

function keyChange({ before, after }: Transition, key: string): readonly KeyChange[] {
  const was = before.values.get(key)
  const now = after.values.get(key)
  if (was?.set === now?.set || sameValue(was?.value, now?.value)) return []
  return [{ key, was: was?.value, now: now?.value }]
}
