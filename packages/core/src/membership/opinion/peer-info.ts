/** What this member thinks of each peer, for people: with who says so, and how sure it is. */
import type { Millis, PeerView } from '../../model/index.ts'
import type { Self } from '../../state/index.ts'
import type { MembershipLocal, PeerRecord } from '../local/index.ts'
import { confidenceOf } from '../suspicion/index.ts'
import { nameOf, observersOf } from './claims-of.ts'

export interface PeerInfo extends PeerView {
  /** Names of those that found it silent themselves, as far as is known; none while it is alive. */
  readonly suspectedBy: readonly string[]
  /** When its time to answer is over, by this member's monotonic clock; undefined: no suspect. */
  readonly suspicionDeadline: Millis | undefined
  /**
   * How surely it is gone: minus the decimal logarithm of the chance that it lives and so many
   * independent probes were lost all the same, by the share that is lost lately. 0: it answers; 8:
   * one in a hundred million. In the form of the phi of Hayashibara et al., SRDS 2004.
   */
  readonly confidence: number
}

/** Every peer, by name. */
export const peerInfosOf = (local: MembershipLocal, self: Self): readonly PeerInfo[] =>
  [...local.peers.values()]
    .map((peer) => infoOf(local, self, peer))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))

function infoOf(local: MembershipLocal, self: Self, { view, accusation }: PeerRecord): PeerInfo {
  const misses = observersOf(accusation)
  return {
    ...view,
    suspectedBy: (accusation?.by ?? []).map((tag) => nameOf(local, self, tag)),
    suspicionDeadline: accusation?.deadline,
    confidence: confidenceOf({ misses, missRate: local.missRate }),
  }
}
