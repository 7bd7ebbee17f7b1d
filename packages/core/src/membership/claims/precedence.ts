/**
 * Which of two claims about one member counts: SWIM's precedence (Das, Gupta, Motivala, DSN 2002,
 * section 4.2). Its incarnation number is two numbers here: the life, and how often its owner has
 * refuted in it; and its last word, `failed`, can be refuted as a suspicion can. It must never ask
 * who says so or when it was heard, for then members that heard the same claims in another order
 * would believe different things.
 *
 * A strict total order of (incarnation, refutations, status): keeping the one that supersedes is
 * commutative, associative and idempotent.
 */
import type { Claim } from '../../model/index.ts'

/** What the order looks at. */
export type ClaimState = Pick<Claim, 'status' | 'incarnation' | 'refutations'>

/** Within one life, between two refutations: worse news outranks better. */
export const statusRank: Readonly<Record<Claim['status'], number>> = {
  alive: 0,
  suspect: 1,
  failed: 2,
}

/** Whether two say the same of a member, whoever says it. */
export const isSameClaim = (a: ClaimState, b: ClaimState): boolean =>
  a.status === b.status && a.incarnation === b.incarnation && a.refutations === b.refutations

/** Whether `a` takes the place of `b`; never both ways, and neither way only if they are equal. */
export function supersedes(a: ClaimState, b: ClaimState): boolean {
  if (a.incarnation !== b.incarnation) return a.incarnation > b.incarnation
  if (a.refutations !== b.refutations) return a.refutations > b.refutations
  return statusRank[a.status] > statusRank[b.status]
}
