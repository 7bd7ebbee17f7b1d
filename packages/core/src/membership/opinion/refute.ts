/**
 * What this member says when it is thought dead, or to live another life. Nobody else can outrank
 * what is said of it. It must never raise its count but against a claim about this life, nor begin
 * another life but above one that is thought to have begun later. Invariant: M5.
 */
import { type Claim, type Effect, marked } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import { worse } from '../health/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { claimOfSelf, lifeOf, nameOf } from './claims-of.ts'
import { broadcast } from './spread.ts'

/** Answers a claim about oneself. */
export function refute(
  local: MembershipLocal,
  context: Context,
  claim: Claim,
): Decision<MembershipLocal> {
  const life = lifeOf(local, context.self)
  if (claim.incarnation > life) return outlive(local, context, claim)
  if (claim.status === 'alive') return decided(local)
  const isOfThisLife = claim.incarnation === life || claim.incarnation === 0
  // Many say so when a process is back: they hear of it with the news, not each time from us.
  if (!isOfThisLife) return decided(withOwnClaim(local, context))
  if (claim.refutations < local.refutations) return decided(local)
  const { healthMax } = local.config
  const refuted: MembershipLocal = {
    ...local,
    refutations: claim.refutations + 1,
    health: worse(local.health, 1, healthMax),
  }
  const by = nameOf(local, context.self, claim.by)
  const accused: Effect = { kind: 'publish', notice: { kind: 'accused', by, status: claim.status } }
  const announced = announce(refuted, context)
  return decided(announced.local, { effects: [accused, ...announced.effects] })
}

/**
 * Of a life that began later: the clock was ahead at a start before, which wrote nothing. Whoever
 * heard of that life takes this one for over until it has outlived that.
 */
function outlive(
  local: MembershipLocal,
  context: Context,
  { incarnation }: Claim,
): Decision<MembershipLocal> {
  const life = incarnation + 1
  const { at } = context
  // Another process that runs with this store does the same: no more than once a period each.
  const isSoon = at - local.outlivedAt < local.config.periodMs
  if (isSoon || !Number.isSafeInteger(life)) return decided(local)
  const announced = announce({ ...local, life, outlivedAt: at, refutations: 0 }, context)
  const mark = marked('membership.life-outlived')
  return { ...announced, effects: [...announced.effects, mark] }
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
  const { gossip } = local
  return own === undefined ? local : { ...local, gossip: gossip.push(own) }
}
