/**
 * Everything that can happen to a member. Time and randomness arrive with each input, so that a
 * member is a function of its recorded inputs (`kernel/replay.ts`).
 */
import type { Command, CommandId } from './command.ts'
import type { Entropy } from '../data/index.ts'
import type { LogEntry, SavedCheckpoint } from './entry.ts'
import type { Address, LogIdentity, TimerKey } from './ids.ts'
import type { Message, Sender } from './message.ts'
import type { Millis } from '../data/index.ts'
import type { Outcome, RefusalKind } from './refusal.ts'
import type { Value } from '../data/index.ts'

/** When an input happened, by both clocks, and 16 random bytes to decide on it with. */
export interface Stamp {
  readonly at: Millis
  readonly wall: Millis
  readonly entropy: Entropy
}

/** Start-up: what the log store held. `identity` undefined: nothing, a first start. */
export interface LogLoaded extends Stamp {
  readonly kind: 'log-loaded'
  readonly identity: LogIdentity | undefined
  readonly entries: readonly LogEntry[]
  /** What was kept of its fold, as it was read: it need not be of these entries. */
  readonly checkpoint?: SavedCheckpoint | undefined
}

export interface MessageReceived extends Stamp {
  readonly kind: 'message-received'
  readonly from: Sender
  readonly message: Message
}

export interface CommandIssued extends Stamp {
  readonly kind: 'command-issued'
  readonly id: CommandId
  readonly command: Command
}

/** The application's handler answered what a `serve` effect asked of it. */
export interface RequestServed extends Stamp {
  readonly kind: 'request-served'
  readonly key: string
  readonly outcome: Outcome<Value>
}

export interface TimerFired extends Stamp {
  readonly kind: 'timer-fired'
  readonly timer: TimerKey
  /** The deadline it was armed for: an earlier arming's firing is stale. */
  readonly deadline: Millis
}

/** An `append` effect is durable. */
export interface EntriesStored extends Stamp {
  readonly kind: 'entries-stored'
  /** The `batch` of the append. */
  readonly batch: number
}

export interface StoreFailed extends Stamp {
  readonly kind: 'store-failed'
  readonly batch: number
  readonly reason: string
}

/** There is no room for an `append`: nothing of it is kept, nor of those behind it. */
export interface StoreFull extends Stamp {
  readonly kind: 'store-full'
  readonly batch: number
  readonly reason: string
}

/** Our own connection to the others, as the transport sees it. */
export interface LinkChanged extends Stamp {
  readonly kind: 'link-changed'
  readonly link: 'up' | 'down'
}

/** The transport knows that nobody listens there: a hint, not a verdict. */
export interface PeerUnreachable extends Stamp {
  readonly kind: 'peer-unreachable'
  readonly address: Address
}

/** A frame said to come from there was refused before decoding: explains a missing answer. */
export interface FrameRefused extends Stamp {
  readonly kind: 'frame-refused'
  readonly address: Address
  readonly reason: RefusalKind
}

export type Input =
  | LogLoaded
  | MessageReceived
  | CommandIssued
  | RequestServed
  | TimerFired
  | EntriesStored
  | StoreFailed
  | StoreFull
  | LinkChanged
  | PeerUnreachable
  | FrameRefused

export type InputKind = Input['kind']
