/**
 * One member's opinion of the others: the live view. It is gossip, not log: opinions of one
 * observer at one time, gone with the process. The logged form is `member-down`/`member-up`.
 */
import type { Address, MemberName, StoreId } from './ids.ts'
import type { Millis } from '../data/index.ts'

/** A member's own counter, raised only by itself, to outrank what was said of it before. */
export type Incarnation = number

/** SWIM's verdicts; `suspect` and `left` come with gossip (detection issue, 4). */
export type MemberStatus = 'alive' | 'suspect' | 'failed' | 'left'

export interface PeerView {
  readonly name: MemberName
  readonly store: StoreId
  readonly address: Address
  readonly status: MemberStatus
  readonly incarnation: Incarnation
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
