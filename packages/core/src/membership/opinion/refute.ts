/**
 * What this member says when it is thought dead. Nobody else can outrank what is said of it. It
 * must never raise its count but against a claim about this life. Invariant: M5.
 */
import type { Claim, Effect } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import { worse } from '../health/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { peerTagged } from '../local/index.ts'
import { claimOfSelf } from './claims-of.ts'
import { broadcast } from './spread.ts'

/** Answers a claim about oneself. */
export function refute(
  local: MembershipLocal,
  context: Context,
  claim: Claim,
): Decision<MembershipLocal> {
  const { self } = context
  // Of a life that began later: another process has this store. Its word is not ours to take back.
  if (claim.status === 'alive' || claim.incarnation > self.incarnation) return decided(local)
  const isOfThisLife = claim.incarnation === self.incarnation || claim.incarnation === 0
  // Many say so when a process is back: they hear of it with the news, not each time from us.
  if (!isOfThisLife) return decided(withOwnClaim(local, context))
  if (claim.refutations < local.refutations) return decided(local)
  const { healthMax } = local.config
  const refuted: MembershipLocal = {
    ...local,
    refutations: claim.refutations + 1,
    health: worse(local.health, 1, healthMax),
  }
  const by = peerTagged(local, claim.by)?.view.name ?? claim.by
  const accused: Effect = { kind: 'publish', notice: { kind: 'accused', by, status: claim.status } }
  const announced = announce(refuted, context)
  return decided(announced.local, { effects: [accused, ...announced.effects] })
}

/** Says that this member lives, to all it can. */
export function announce(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const own = claimOfSelf(local, context.self)
  if (own === undefined) return decided(local)
  const effects = broadcast(local, context, own)
  return decided(withOwnClaim(local, context), { effects })
}

function withOwnClaim(local: MembershipLocal, { self }: Context): MembershipLocal {
  const own = claimOfSelf(local, self)
  return own === undefined ? local : { ...local, gossip: local.gossip.push(own) }
}
