/**
 * Expected trouble as a value. `kind` is one of a closed union and is what a caller switches on:
 * it is the `code` of the `ClusterError` a public promise rejects with, and the same word at both
 * ends of the wire, where it has a number (`codec/`). The first ten are the seed's error types.
 */

export const refusalKinds = [
  'network-error', // no answer within the deadline, or nobody listens there
  'member-error', // the other member's handler failed; the detail is its error text
  'cluster-config', // the call does not fit how this member or client was set up
  'cluster-state', // the cluster as it is now does not allow it
  'unknown-peer', // no member of that name is known here
  'unknown-target', // the frame reached a process that is not the member it names
  'invalid-token', // the other side could not prove the secret
  'not-member', // the caller is not a member of the target's cluster
  'lock-taken', // with locks
  'lock-not-owned', // with locks
  'restarted', // the life of the member that the request was for is over: it was not run
  'not-joined', // this member is joining, ejected or not started: it may not do that now
  'name-taken', // another live store holds the name
  'no-quorum', // the call needs a majority of members, or an acknowledgement beyond `local`
  'reserved-key', // the key is derived (`members`, `failed`, …)
  'invalid-value', // not plain data, or larger than an entry may be
  'invalid-option', // an option or argument is outside what is allowed
  'payload-too-large', // larger than one frame of the transport
  'overloaded', // a named limit is reached; try again later
  'log-full', // the log holds as many entries as it may
  'clock-unsynchronised', // this member's clock is far from the majority's
  'store-failed', // the log store reported an error
  'aborted', // the caller's signal
  'stopped', // this member is stopped
  'not-in-log', // the log does not reach the time or version that was asked for
  'internal', // an invariant was violated: a bug; the member stopped itself
  'store-full', // no room on the disk of the log: taken again when there is
] as const

export type RefusalKind = (typeof refusalKinds)[number]

export interface Refusal {
  readonly kind: RefusalKind
  /** One sentence or phrase for a person: who, what, which limit. */
  readonly detail: string
}

export const refusal = (kind: RefusalKind, detail: string): Refusal => ({ kind, detail })

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }

export const succeed = <T>(value: T): Outcome<T> => ({ ok: true, value })
export const refuse = (kind: RefusalKind, detail: string): Outcome<never> => ({
  ok: false,
  refusal: refusal(kind, detail),
})
