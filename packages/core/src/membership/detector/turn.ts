/**
 * Whose turn it is to be asked: in each round every member is asked by one other, at a moment of
 * its own, by a schedule that all who agree on the members compute alike; or everybody by everybody
 * (`full-mesh`). Those that have failed are asked too, ever less often, for ever. It must never
 * conclude anything. Invariants: M33 (who failed is tried again), M34 (one direct probe a round).
 */
import type { Millis, StoreTag } from '../../model/index.ts'
import { tagOf } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import type { MembershipLocal, PeerRecord } from '../local/index.ts'
import { andThen, isIsolated, peerTagged, withPeer } from '../local/index.ts'
import { claimOfSelf, ringNow, tell } from '../opinion/index.ts'
import { nextTurn, targetOf, turnsAt } from '../schedule/index.ts'
import { startProbe } from './probing.ts'

/** The wait before one that has failed is tried again, as a share of how long it has. */
const reconnectShare = 0.1

/** The questions of one turn. */
export function askInTurn(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const { store } = context.self
  if (isIsolated(local) || store === undefined) return decided(local)
  const asked =
    local.config.probing === 'full-mesh'
      ? askAll(local, context)
      : askTarget(local, context, tagOf(store))
  return andThen(asked, (next) => reconnect(next, context))
}

function askAll(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  let decision = decided(local)
  for (const { name, status } of local.live.values())
    if (status !== 'failed')
      decision = andThen(decision, (next) => startProbe(next, context, { name, isLast: false }))
  return decision
}

function askTarget(
  local: MembershipLocal,
  context: Context,
  own: StoreTag,
): Decision<MembershipLocal> {
  if (local.round === undefined) return decided(local)
  const ring = ringNow(local, own)
  const turns = turnsAt(ring.members.length, local.round, local.turns)
  const target = targetOf(ring, local.round, turns)
  const kept = { ...local, ring, turns }
  const peer = target === undefined ? undefined : peerTagged(kept, target)
  if (peer === undefined) return decided(kept)
  const { name } = peer.view
  const asked = startProbe(kept, context, { name, isLast: false })
  return local.unheardCount === 0 ? asked : withQuestion(asked, context, peer)
}

/** Lives that are not known yet are asked for: requests rest on them. */
function withQuestion(
  asked: Decision<MembershipLocal>,
  { self }: Context,
  { view }: PeerRecord,
): Decision<MembershipLocal> {
  const own = claimOfSelf(asked.local, self)
  const claims = own === undefined ? [] : [own]
  const question = tell(view, { kind: 'live-report', claims, asks: 'all' })
  return { ...asked, effects: [...asked.effects, question] }
}

/** One of those that have failed, the one not tried for longest, if it is time (M33). */
function reconnect(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  let due: PeerRecord | undefined
  for (const name of local.unwell) {
    const peer = local.peers.get(name)
    if (peer === undefined || !isDue(local, context, peer)) continue
    if (due === undefined || peer.triedAt < due.triedAt) due = peer
  }
  if (due === undefined) return decided(local)
  const tried = withPeer(local, { ...due, triedAt: context.at })
  return startProbe(tried, context, { name: due.view.name, isLast: false })
}

function isDue(local: MembershipLocal, { at }: Context, peer: PeerRecord): boolean {
  if (peer.view.status !== 'failed' || peer.probe !== undefined) return false
  const { periodMs, reconnectMaxMs } = local.config
  const waitMs = Math.max(periodMs, reconnectShare * (at - peer.view.since))
  // Turns are not evenly spaced: one that comes a little early is not put off by a whole one.
  return at - peer.triedAt >= Math.min(waitMs, reconnectMaxMs) - periodMs / 2
}

/** When the next turn is, and of which round it is. */
export function planTurn(
  local: MembershipLocal,
  context: Context,
): { readonly local: MembershipLocal; readonly at: Millis } {
  const { periodMs, probing } = local.config
  const { store } = context.self
  if (probing === 'full-mesh' || store === undefined || isIsolated(local))
    return { local: { ...local, round: undefined }, at: context.at + periodMs }
  const ring = ringNow(local, tagOf(store))
  const { round, turns } = local
  const targetOfRound = (wanted: number): StoreTag | undefined => targetOf(ring, wanted, turns)
  const next = nextTurn({ round, wall: context.wall, periodMs, targetOfRound })
  return { local: { ...local, ring, round: next.round }, at: context.at + next.delayMs }
}
