/** Door of the opinions: what a member thinks of its peers, and how it tells them. */
export { accusationBy, claimOf, claimOfSelf, observersOf, tell } from './claims-of.ts'
export { type PeerInfo, peerInfosOf } from './peer-info.ts'
export { announce } from './refute.ts'
export { ringNow } from './ring-now.ts'
export { broadcast, drawHelpers, gossipAgain, rideAlong, spreadNews } from './spread.ts'
export type { Heard } from './verdict.ts'
export { fail, takeClaim, takeClaims } from './verdict.ts'
export { isVerifier } from './verifier.ts'
