/**
 * What a member tells its application and does not log: verdicts, replays, conflicts, refusals.
 * Nothing is refused or dropped without one.
 */
import type { EntryId } from './entry-id.ts'
import type { Address, MemberName, StoreId } from './ids.ts'
import type { Refusal } from './refusal.ts'
import type { Value } from '../data/index.ts'

/** The live view of a peer changed: one member's verdict, not the cluster's. */
export interface PeerFailed {
  readonly kind: 'peer-failed'
  readonly name: MemberName
  readonly reason: string
  /** Whose verdict it is. */
  readonly by: string
}
export interface PeerRecovered {
  readonly kind: 'peer-recovered'
  readonly name: MemberName
}

/** Somebody found a peer silent: it has some seconds to answer. */
export interface PeerSuspected {
  readonly kind: 'peer-suspected'
  readonly name: MemberName
  readonly by: string
}
/** Another member found the same. */
export interface PeerConfirmed {
  readonly kind: 'peer-confirmed'
  readonly name: MemberName
  readonly by: string
}
/** A suspect answered. */
export interface PeerRefuted {
  readonly kind: 'peer-refuted'
  readonly name: MemberName
  /** How often it has refuted in this life of its process. */
  readonly refutations: number
}
/** Others thought this member dead; it answered. */
export interface Accused {
  readonly kind: 'accused'
  readonly by: string
  readonly status: 'suspect' | 'failed'
}

/** The roster or a logged verdict changed, for the whole cluster. */
export interface RosterChanged {
  readonly kind:
    | 'member-joined'
    | 'member-left' // ejected itself
    | 'member-ejected' // by another, or by nobody: what let it in was taken back, or is void
    | 'member-replaced' // by the store that joined under its name: it was found dead, or given up
    | 'member-moved'
    | 'member-down'
    | 'member-up'
  readonly name: MemberName
  readonly store: StoreId
  /** Who logged it. */
  readonly by: MemberName | undefined
}

/** Late entries were inserted and the log was folded again from there. */
export interface Replayed {
  readonly kind: 'replayed'
  /** How many entries came in below the end of the log. */
  readonly inserted: number
  /** Place of the first of them in the total order, from 0. */
  readonly position: number
  /** How many entries were folded again. */
  readonly refolded: number
  /** State info keys whose value is another than before. */
  readonly keys: readonly string[]
}

/** A replay changed what an earlier local read may have shown. undefined: no value. */
export interface Revised {
  readonly kind: 'revised'
  readonly key: string
  readonly was: Value | undefined
  readonly now: Value | undefined
}

/** A write of this member lost to one whose author had not seen it. */
export interface Conflict {
  readonly kind: 'conflict'
  readonly key: string
  readonly lost: EntryId
  readonly lostValue: Value | undefined
  readonly won: EntryId
  readonly wonValue: Value | undefined
}

/** An entry of this member has no effect where it stands. */
export interface Voided {
  readonly kind: 'void'
  readonly entry: EntryId
  readonly event: string
  readonly reason: VoidReason
}

/** The reasons, in the order of their numbers in a checkpoint. */
export const voidReasons = [
  'author-not-member',
  'unknown-store',
  'already-member',
  'last-member',
  'not-the-founder',
] as const

/** Why an entry has no effect; the rule is in `state/fold-member.ts`. */
export type VoidReason = (typeof voidReasons)[number]

/** This member's name is held by a store that joined earlier elsewhere; it is listed as `now`. */
export interface Displaced {
  readonly kind: 'displaced'
  readonly name: MemberName
  readonly now: MemberName
}

/**
 * Others hold an entry of this member's store that it neither wrote nor found in its log: the disk
 * was put back, copied, or lost what it had. The store has handed its place to a new one, and this
 * member goes on as that.
 */
export interface StoreRenewed {
  readonly kind: 'store-renewed'
  readonly was: StoreId
  readonly now: StoreId
  readonly entry: EntryId
}

/**
 * Another process has gone on with this member's store, as a new one: a copy of its disk runs
 * elsewhere. This one is out, writes nothing any more, and keeps its log.
 */
export interface Superseded {
  readonly kind: 'superseded'
  readonly store: StoreId
  /** Who goes on, and where. */
  readonly by: StoreId
  readonly address: Address
}

/**
 * One entry id has two contents: a machine was copied while its member ran and both go on in one
 * run, or somebody lies. What was held first is kept.
 */
export interface Forked {
  readonly kind: 'forked'
  readonly entry: EntryId
  /** Hashes of the two, as hex. */
  readonly held: string
  readonly other: string
  /** Who told the other. */
  readonly from: MemberName
}

/**
 * A cluster that this member is not in lists it, and asks for it: its disk is of before it was let
 * in there, or it joined another cluster since. Join at `address` to be in it again, or eject this
 * member there. Told once a cluster.
 */
export interface ListedElsewhere {
  readonly kind: 'listed-elsewhere'
  /** The first 16 digits of the other cluster's id. */
  readonly cluster: string
  readonly by: MemberName
  readonly address: Address
}

/** A frame was refused before it became a message. */
export interface FrameRefusedNotice {
  readonly kind: 'frame-refused'
  readonly from: Address
  readonly reason: FrameRefusalReason
  readonly detail: string
}

export type FrameRefusalReason =
  | 'too-large'
  | 'malformed' // not a frame, or an authenticated body that does not decode
  | 'unsupported-version'
  | 'invalid-token' // the MAC does not verify: wrong secret, or damaged
  | 'unknown-target' // names another member than this one
  | 'stale-session' // sealed for an earlier run of this member
  | 'replayed' // seen before, or older than the replay window

/** A message or entry was refused: by whom it was sent, which kind, why. */
export interface MessageRefused {
  readonly kind: 'message-refused'
  readonly from: MemberName
  readonly message: string
  readonly refusal: Refusal
}

export const messageRefused = (
  from: MemberName,
  message: string,
  refusal: Refusal,
): MessageRefused => ({ kind: 'message-refused', from, message, refusal })

/** Something a person should look at; nothing is lost yet. */
export interface Warning {
  readonly kind: 'warning'
  readonly code: 'log-growing' | 'clock-ahead' | 'store-failed' | 'store-full' | 'handler-failed'
  readonly detail: string
}

/** One period of housekeeping is over. */
export interface HousekeepingDone {
  readonly kind: 'housekeeping-done'
}

export type Notice =
  | PeerFailed
  | PeerRecovered
  | PeerSuspected
  | PeerConfirmed
  | PeerRefuted
  | Accused
  | RosterChanged
  | Replayed
  | Revised
  | Conflict
  | Voided
  | Displaced
  | StoreRenewed
  | Superseded
  | Forked
  | ListedElsewhere
  | FrameRefusedNotice
  | MessageRefused
  | Warning
  | HousekeepingDone
