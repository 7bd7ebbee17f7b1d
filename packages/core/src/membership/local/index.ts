/** Door of what membership keeps: its local state, the peers in it, its timers. */
export { andThen } from './and-then.ts'
export { isStalled, noteLateness } from './lateness.ts'
export type {
  Accusation,
  Applicant,
  MembershipLocal,
  PeerRecord,
  PendingJoin,
  PendingLeave,
  ProbeInFlight,
  Received,
  Relay,
  Sponsored,
  Witness,
} from './membership-local.ts'
export {
  accusersMax,
  initialMembership,
  isIsolated,
  liveViewOf,
  recastMembership,
  relaysMax,
  strangersMax,
} from './membership-local.ts'
export { peerFrom, peerTagged, withPeer, withPeers } from './peers.ts'
export * from './timer-keys.ts'
