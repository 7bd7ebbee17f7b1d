/**
 * One member's opinion of the others: the live view. It is gossip, not log: opinions of one
 * observer at one time, gone with the process. The logged form is `member-down`/`member-up`.
 */
import type { Address, MemberName, StoreId, StoreTag } from './ids.ts'
import type { Millis } from '../data/index.ts'

/** A life of a member's process, minted at its start: a later one outranks all that was said. */
export type Incarnation = number

/** SWIM's verdicts: `suspect` has yet to answer, `failed` did not in time. */
export type MemberStatus = 'alive' | 'suspect' | 'failed'

/**
 * What one member says of another: gossip, not log. Of two about one member the one of the later
 * life counts, then the one of more refutations, then the worse (SWIM, section 4.2).
 */
export interface Claim {
  readonly about: StoreTag
  readonly status: MemberStatus
  /** The life that it is about. */
  readonly incarnation: Incarnation
  /** How often its subject has refuted in that life; raised by the subject alone. */
  readonly refutations: number
  /** Who says so; the subject itself for `alive`. */
  readonly by: StoreTag
  /** How many members have evidence of their own, as far as `by` knows; 0 for `alive`. */
  readonly observers: number
}

export interface PeerView {
  readonly name: MemberName
  readonly store: StoreId
  readonly address: Address
  readonly status: MemberStatus
  readonly incarnation: Incarnation
  /** How often it has refuted in this life, as far as is known here. */
  readonly refutations: number
  /** Why it is not alive; empty while it is. */
  readonly reason: string
  /** When the status last changed. */
  readonly since: Millis
  /** When it last answered; undefined: never yet. */
  readonly lastAck: Millis | undefined
  /** Last measured round trip; undefined: none yet. */
  readonly roundTripMs: Millis | undefined
  /** Its wall clock minus ours when it last answered; undefined: never yet. */
  readonly clockOffsetMs: Millis | undefined
  /** Its wall clock as last measured; undefined: never yet. */
  readonly clock: ClockReading | undefined
}

/**
 * A peer's wall clock against our monotonic one, which never steps: so that a step of our own wall
 * clock after the measuring is seen too.
 */
export interface ClockReading {
  /** Its wall clock minus our monotonic clock. */
  readonly baseMs: Millis
  /** When it was measured, by our monotonic clock. */
  readonly at: Millis
}

/** Every peer in the roster, by name. */
export type LiveView = ReadonlyMap<MemberName, PeerView>
