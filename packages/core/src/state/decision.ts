/**
 * What every protocol of layer 4 is given and gives back. `decide(local, context, input)` is pure:
 * it reads the context, and answers with its next local state, the events it wants logged and the
 * effects it wants carried out. It changes nothing.
 */
import type { EventLog } from '../log/index.ts'
import type {
  Address,
  ClusterEvent,
  ClusterId,
  CommandId,
  Effect,
  Entropy,
  Hash,
  Incarnation,
  Input,
  LiveView,
  LogEntry,
  LogIdentity,
  MemberName,
  Millis,
  RunId,
  StoreId,
  VersionVector,
} from '../model/index.ts'
import type { ClusterState } from './cluster-state.ts'

export interface Self {
  readonly name: MemberName
  readonly address: Address
  /** A client asks and requests without being a member. */
  readonly role: 'member' | 'client'
  /** Raised at every start: tells one life of this process from the next. */
  readonly incarnation: Incarnation
  /** undefined until the log is loaded or begun; always undefined for a client. */
  readonly store: StoreId | undefined
  readonly cluster: ClusterId | undefined
  /** Minted at the first write of this process. */
  readonly run: RunId | undefined
}

/** Where a member is in its life; derived, never set (`kernel/lifecycle.ts`). */
export type LifecycleState = 'joining' | 'operational' | 'degraded' | 'ejected'

export interface Context {
  readonly self: Self
  readonly at: Millis
  readonly wall: Millis
  readonly entropy: Entropy
  readonly hash: Hash
  readonly lifecycle: LifecycleState
  readonly state: ClusterState
  readonly log: EventLog
  /** What of the log is durable here: nothing beyond it is told to others (R1). */
  readonly durable: VersionVector
  /** Membership's live view, lent to the others. */
  readonly live: LiveView
  /** How far ahead of its own wall clock a member takes entries. */
  readonly clockAheadMaxMs: Millis
  /** How long the clock of a peer counts after it was measured: a few periods. */
  readonly clockKeepMs: Millis
  /** At so many streams this member begins none of its own any more. */
  readonly logStreamsMax: number
  /** Another process writes to the own store: it is renewed as soon as it may log. */
  readonly isEstranged: boolean
}

/** An event to be logged; `settles`: the command that is answered with its id once durable. */
export interface Authored {
  readonly event: ClusterEvent
  readonly settles: CommandId | undefined
}

/** Entries of others taken into the log. */
export interface Admitted {
  readonly log: EventLog
  readonly entries: readonly LogEntry[]
  /** Lowest place in the total order that an entry took; entries from there are folded again. */
  readonly position: number
}

export interface Decision<Local> {
  readonly local: Local
  readonly events: readonly Authored[]
  readonly admitted: Admitted | undefined
  /** Begin an empty log under this identity (an accepted join); nothing else is logged with it. */
  readonly adopt: LogIdentity | undefined
  /** An entry of the own store that cannot be this process's, and was not taken. */
  readonly strange: LogEntry | undefined
  /** Carried out at once. */
  readonly effects: readonly Effect[]
  /** Carried out when `events` and `admitted` are durable; at once if there are none. */
  readonly then: readonly Effect[]
}

export type Decide<Local> = (local: Local, context: Context, input: Input) => Decision<Local>

type Parts = Partial<Omit<Decision<unknown>, 'local'>>

const nothing: readonly never[] = []
const noParts: Parts = {}

/** Changes only what it names. Field by field, for every input comes through here. */
export const decided = <Local>(local: Local, parts: Parts = noParts): Decision<Local> => ({
  local,
  events: parts.events ?? nothing,
  admitted: parts.admitted,
  adopt: parts.adopt,
  strange: parts.strange,
  effects: parts.effects ?? nothing,
  then: parts.then ?? nothing,
})
