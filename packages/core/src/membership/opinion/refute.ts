/**
 * What this member says when it is thought dead, or to live another life. Nobody else can outrank
 * what is said of it. It must never raise its count but against a claim about this life, nor begin
 * another life but above one that is thought to have begun later, nor leave it to gossip who of two
 * processes with one store goes on. Invariants: M5, M43 (a later life is answered in the log).
 */
import type { Claim, Effect, Incarnation, Millis } from '../../model/index.ts'
import { marked } from '../../model/index.ts'
import type { Authored, Context, Decision } from '../../state/index.ts'
import { decided, isMember, whyNotLog } from '../../state/index.ts'
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
 * heard of it takes this one for over until it has outlived that. One that is just above the life
 * that was begun here for this has outlived it in turn: it is another process with a copy of this
 * store. Then the log says that this one lives, the other finds out by that entry that it is not
 * alone, and one of the two ends (`membership/renewal.ts`).
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
  const isLogged = incarnation === local.life + 1 && isToBeLogged(local, context)
  const loggedAt = isLogged ? at : local.lifeLoggedAt
  const outlived = { ...local, life, outlivedAt: at, lifeLoggedAt: loggedAt, refutations: 0 }
  const announced = announce(outlived, context)
  const mark = marked('membership.life-outlived')
  const events = isLogged ? upOf(context, life) : []
  return { ...announced, events, effects: [...announced.effects, mark] }
}

/** As often as a verdict may be logged, whatever the others say. */
const isToBeLogged = ({ lifeLoggedAt, config }: MembershipLocal, context: Context): boolean =>
  context.at - lifeLoggedAt >= hourMs / config.downsPerHourMax &&
  isMember(context.state, context.self.store) &&
  whyNotLog(context) === undefined

const hourMs: Millis = 60 * 60 * 1000

function upOf({ self }: Context, incarnation: Incarnation): readonly Authored[] {
  if (self.store === undefined) return []
  const event = { kind: 'member-up', store: self.store, incarnation } as const
  return [{ event, settles: undefined }]
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
