/** Door of membership: who is in the cluster, and who of them answers. */
export type { MembershipConfig } from './config.ts'
export { defaultMembershipConfig } from './config.ts'
export { decideMembership } from './decide.ts'
export type { MembershipLocal } from './local.ts'
export { initialMembership, isIsolated, liveViewOf, recastMembership } from './local.ts'
export { reconcileMembership } from './reconcile.ts'
