/** Door of claims: which of two counts, and the hash of those that one holds. */
export type { MixedClaim } from './claims-hash.ts'
export { mixOf } from './claims-hash.ts'
export type { ClaimState } from './precedence.ts'
export { isSameClaim, supersedes } from './precedence.ts'
