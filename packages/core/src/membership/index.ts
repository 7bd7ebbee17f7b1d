/** Door of membership: who is in the cluster, and who of them answers. */
export type { MembershipConfig } from './config.ts'
export { defaultMembershipConfig, membershipPresets } from './config.ts'
export { wrongInMembership } from './check-config.ts'
export { decideMembership } from './decide.ts'
export type { MembershipLocal } from './local/index.ts'
export { initialMembership, isIsolated, liveViewOf, recastMembership } from './local/index.ts'
export { type PeerInfo, peerInfosOf, rideAlong } from './opinion/index.ts'
export { reconcileMembership } from './reconcile.ts'
