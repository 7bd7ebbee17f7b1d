/**
 * Everything a member can do to the outside. Effects are data; `rim/effects.ts` carries them
 * out in order. An effect never changes the kernel: its outcome comes back as an input.
 */
import type { CommandId } from './command.ts'
import type { LogEntry, SavedCheckpoint } from './entry.ts'
import type { LogIdentity, TimerKey } from './ids.ts'
import type { Destination, Message, Sender } from './message.ts'
import type { Marked, Millis } from '../data/index.ts'
import type { Notice } from './notice.ts'
import type { Outcome } from './refusal.ts'
import type { Value } from '../data/index.ts'

/** Make entries durable; then, and only then, carry out `then`. */
export interface Append {
  readonly kind: 'append'
  /** Rising; comes back in `entries-stored`. */
  readonly batch: number
  readonly entries: readonly LogEntry[]
  readonly then: readonly Effect[]
}

/**
 * Set aside whatever the log store holds and begin a log under a new identity that holds all of
 * these from the start; then, and only then, carry out `then`.
 */
export interface StartLog {
  readonly kind: 'start-log'
  readonly identity: LogIdentity
  /** Rising, as of an append; comes back in `entries-stored`. */
  readonly batch: number
  readonly entries: readonly LogEntry[]
  /** Those of them that the log before did not hold. */
  readonly news: readonly LogEntry[]
  readonly then: readonly Effect[]
}

/** Keep this beside the log: a cache, of which nothing is said and on which nothing rests. */
export interface SaveCheckpoint {
  readonly kind: 'save-checkpoint'
  readonly checkpoint: SavedCheckpoint
}

export interface Send {
  readonly kind: 'send'
  readonly to: Destination
  readonly message: Message
}

/** Hand a data request to the application's handler; answered by `request-served` with `key`. */
export interface Serve {
  readonly kind: 'serve'
  readonly key: string
  readonly from: Sender
  /** The sender is no member: a pure client. */
  readonly isClient: boolean
  readonly data: Value
}

export interface Arm {
  readonly kind: 'arm'
  readonly timer: TimerKey
  readonly deadline: Millis
}

export interface Disarm {
  readonly kind: 'disarm'
  readonly timer: TimerKey
}

/** Answer the application's command. */
export interface Settle {
  readonly kind: 'settle'
  readonly id: CommandId
  readonly outcome: Outcome<unknown>
}

/** Tell the application. */
export interface Publish {
  readonly kind: 'publish'
  readonly notice: Notice
}

export type Effect =
  | Append
  | StartLog
  | SaveCheckpoint
  | Send
  | Serve
  | Arm
  | Disarm
  | Settle
  | Publish
  | Marked
