/**
 * How two members that think differently of the others come to agree: the one that is asked tells
 * who is not alive, the asker answers with what supersedes that. So what gossip missed is repaired
 * by the next probe, whoever it goes to. It must never answer an answer. Invariants: M26, M31 (a
 * report is bounded).
 */
import type { Claim, LiveReport } from '../../model/index.ts'
import { drawBelow } from '../../model/index.ts'
import type { Context } from '../../state/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { claimOf } from '../opinion/index.ts'

/** Claims in one report at most; what is left out comes with others (M31). */
export const reportClaimsMax = 1024

/** All that this member thinks not alive. */
export function reportOfUnwell(local: MembershipLocal, context: Context): LiveReport {
  const claims: Claim[] = []
  for (const name of local.unwell) {
    const peer = local.peers.get(name)
    if (peer !== undefined && peer.view.status !== 'alive') claims.push(claimOf(peer))
  }
  return { kind: 'live-report', claims: shownOf(claims, context), asks: 'unwell' }
}

/** As many claims as one report has; which, if not all, is drawn each time (M31). */
export function shownOf(claims: readonly Claim[], { entropy }: Context): readonly Claim[] {
  if (claims.length <= reportClaimsMax) return claims
  const from = drawBelow(claims.length, entropy, 'membership/report')
  return [...claims.slice(from), ...claims.slice(0, from)].slice(0, reportClaimsMax)
}
