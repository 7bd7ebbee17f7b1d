/**
 * Quorate's core: members of a peer-to-peer cluster that know each other, watch each other and
 * share one versioned state, derived from an event log. The only door of the package.
 */

/** Running members and clients, and the one error they reject with. */
export * from './member/index.ts'
/** What adapters implement, and the platform's own clock, entropy and cryptography. */
export * from './ports/index.ts'
export * from './platform/index.ts'
/** The nouns: ids, values, entries, events, notices, refusals. */
export * from './model/index.ts'
/** Questions about the folded state. */
export {
  type ClusterState,
  explainEntries,
  type Explanation,
  type ExplanationSubject,
  type FailedMember,
  type LifecycleState,
  type MentionedEntry,
  type StateInfo,
} from './state/index.ts'
/** The kernel as a value: for replaying a recording, and for tools that look inside. */
export {
  defaultSettings,
  type Kernel,
  type KernelConfig,
  type LifecycleReason,
  type LifecycleStatus,
  type Replay,
  replay,
  type Settings,
  type Step,
  step,
} from './kernel/index.ts'
/** Settings of failure detection that belong together, and what a member thinks of its peers. */
export { type MembershipConfig, membershipPresets, type PeerInfo } from './membership/index.ts'
/** For tools that show a cluster from outside: what frames say, and the order of the log. */
export { peekFrame, type PeekedFrame } from './session/index.ts'
export { compareEntries } from './log/index.ts'
/** For tools that verify a log: its entries from bytes, and which may not stand together. */
export { type DecodedEntry, decodeEntry } from './codec/index.ts'
/** For tools that make a log of another one: it is a new store's, which the old one lets in. */
export { type Renewal, type Renewed, renewedLog } from './membership/index.ts'
export { type EntryRefusal, type RefusedEntry, unfitEntries } from './log/index.ts'
