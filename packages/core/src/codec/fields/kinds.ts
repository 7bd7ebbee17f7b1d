/**
 * The numbers by which messages name one of a few words. A word's number is its place in the list,
 * from 0, and keeps its meaning: lists are only appended to, or the version of the protocol rises
 * (`envelope.ts`). Writers take every word of the model and readers give no other, so that a word
 * missing here or there does not compile. `docs/protocol/messages.md` has the same numbers. Entries
 * are not concerned: they name their kinds by words, since they are hashed and stored for good.
 */

export const messageKinds = [
  'ping',
  'ack',
  'ping-request',
  'ping-report',
  'gossip',
  'live-report',
  'nack',
  'join-request',
  'join-reply',
  'digest',
  'pull',
  'delta',
  'request',
  'reply',
] as const

/** What a `nack` may be about. */
export const nackedKinds = [
  'ping',
  'ping-request',
  'join-request',
  'request',
  'digest',
  'pull',
  'delta',
] as const

export const refusals = [
  'network-error',
  'member-error',
  'cluster-config',
  'cluster-state',
  'unknown-peer',
  'unknown-target',
  'invalid-token',
  'not-member',
  'lock-taken',
  'lock-not-owned',
  'restarted',
  'not-joined',
  'name-taken',
  'no-quorum',
  'reserved-key',
  'invalid-value',
  'invalid-option',
  'payload-too-large',
  'overloaded',
  'log-full',
  'clock-unsynchronised',
  'store-failed',
  'aborted',
  'stopped',
  'internal',
  'not-in-log',
  'store-full',
] as const

/** What a claim says. */
export const statuses = ['alive', 'suspect', 'failed'] as const

/** What came of a `ping-request`. */
export const findings = ['heard', 'silent', 'unreachable'] as const

/** What the sender of a report asks for. */
export const wishes = ['nothing', 'unwell', 'all'] as const

/** What a `request` asks for. */
export const subjects = ['data', 'ping', 'state-info', 'member-info'] as const
