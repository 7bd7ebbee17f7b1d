/** What this member thinks of each peer, for people: with who says so, and how sure it is. */
import { type Millis, type PeerView, type StoreTag, tagOf } from '../../model/index.ts'
import type { Self } from '../../state/index.ts'
import type { MembershipLocal, PeerRecord } from '../local/index.ts'
import { peerTagged } from '../local/index.ts'
import { confidenceOf } from '../suspicion/index.ts'
import { observersOf } from './claims-of.ts'

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
export function peerInfosOf(local: MembershipLocal, self: Self): readonly PeerInfo[] {
  const nameOf = (tag: StoreTag): string =>
    peerTagged(local, tag)?.view.name ?? (self.store && tagOf(self.store) === tag ? self.name : tag)
  return [...local.peers.values()]
    .map((peer) => infoOf(local, peer, nameOf))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function infoOf(
  local: MembershipLocal,
  { view, accusation }: PeerRecord,
  nameOf: (tag: StoreTag) => string,
): PeerInfo {
  const misses = observersOf(accusation)
  return {
    ...view,
    suspectedBy: (accusation?.by ?? []).map(nameOf),
    suspicionDeadline: accusation?.deadline,
    confidence: confidenceOf({ misses, missRate: local.missRate }),
  }
}
