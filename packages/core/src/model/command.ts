/**
 * What the application may ask of its own member. Every command is settled exactly once, with an
 * outcome of its kind, within its deadline.
 */
import type { Address, MemberName } from './ids.ts'
import type { EntryId } from './entry-id.ts'
import type { MemberInfo, Value } from '../data/index.ts'
import type { Millis } from '../data/index.ts'
import type { RequestSubject } from './message.ts'

/** Unique among the commands of one process, rising. */
export type CommandId = number

/** Join the cluster of whoever listens at `contact`, leaving one's own. Settles with null. */
export interface Join {
  readonly kind: 'join'
  readonly contact: Address
  readonly timeoutMs: Millis
}

/** Eject a member, or oneself. Settles with true, or false if there is no such member. */
export interface Eject {
  readonly kind: 'eject'
  readonly name: MemberName
}

/**
 * Eject oneself, and say so until another member is known to have heard of it. Settles with null;
 * at the deadline it is out by its own log all the same.
 */
export interface Leave {
  readonly kind: 'leave'
  readonly timeoutMs: Millis
}

/** Settles with the `EntryId` of the write. `basis` undefined: what is there now. */
export interface Put {
  readonly kind: 'put'
  readonly key: string
  readonly value: Value
  readonly basis: EntryId | null | undefined
}

export interface Delete {
  readonly kind: 'delete'
  readonly key: string
  readonly basis: EntryId | null | undefined
}

/** Replaces this member's own info. Settles with the `EntryId` of the write. */
export interface SetMemberInfo {
  readonly kind: 'set-member-info'
  readonly info: MemberInfo
}

/** Asks another member (by name, or a contact by address). Settles with the reply's value. */
export interface Ask {
  readonly kind: 'ask'
  readonly to: { readonly name: MemberName | undefined; readonly address: Address | undefined }
  readonly subject: RequestSubject
  readonly data: Value
  readonly timeoutMs: Millis
}

/** The caller gave up on command `id` (its signal fired). */
export interface Abandon {
  readonly kind: 'abandon'
  readonly id: CommandId
}

/** Pauses or resumes housekeeping. */
export interface SetHousekeeping {
  readonly kind: 'set-housekeeping'
  readonly running: boolean
}

/** Changes settings of membership; settles with null. */
export interface Configure {
  readonly kind: 'configure'
  readonly membership: { readonly [setting: string]: unknown }
}

export type Command =
  | Join
  | Eject
  | Leave
  | Put
  | Delete
  | SetMemberInfo
  | Ask
  | Abandon
  | SetHousekeeping
  | Configure
