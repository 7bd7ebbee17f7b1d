/**
 * A hash of the claims that a member holds, so that two members see in four bytes whether they
 * believe the same. A claim of `alive` counts nothing, as does having no claim: members differ in
 * whom they have said nothing of. It must never be more than a hint: one time in 2^32 the hashes of
 * different claims agree, and a member may choose claims for which they do.
 *
 * The hash of a table is the XOR of the mixes of its claims: the order in which they came does not
 * matter, and a claim that takes the place of another costs two mixes.
 */
import type { Claim } from '../../model/index.ts'
import { hash32 } from '../../model/index.ts'
import { statusRank } from './precedence.ts'

/** What the hash looks at: who says so, and how many saw it, differs between members that agree. */
export type MixedClaim = Pick<Claim, 'about' | 'status' | 'incarnation' | 'refutations'>

/** One claim's part of the hash, 32 bits; 0 if it says `alive`. */
export function mixOf(claim: MixedClaim): number {
  if (claim.status === 'alive') return 0
  const { about, incarnation, refutations } = claim
  return hash32([about, incarnation, refutations, statusRank[claim.status]])
}
