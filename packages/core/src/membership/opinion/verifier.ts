/**
 * Who confirms a suspicion: the few that follow the suspect in the ring, so that everybody knows
 * without asking, and a suspicion costs a few frames however many members there are. Invariant:
 * M25.
 */
import type { StoreTag } from '../../model/index.ts'
import { tagOf } from '../../model/index.ts'
import type { Context } from '../../state/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { wantedOf } from './suspicion-time.ts'
import { ringNow } from './ring-now.ts'

/** More than are wanted, since some of them may have failed too. */
const spare = 2

/** Whether it is this member's part to ask a suspect. */
export function isVerifier(local: MembershipLocal, { self }: Context, about: StoreTag): boolean {
  if (self.store === undefined) return false
  const { members, own } = ringNow(local, tagOf(self.store))
  const its = members.indexOf(about)
  if (its < 0) return false
  const behind = (own - its + members.length) % members.length
  return behind >= 1 && behind <= wantedOf(local) + spare
}
