/**
 * How news travels: what is new goes to a few peers at once, then to a few others every `gossipMs`
 * as long as it is told, and with every frame that goes to a peer anyway. One's own verdict goes to
 * everybody at once while there are not too many. It must never judge what it carries. Invariants:
 * M28 (each claim a bounded number of times), M29 (without news no frame).
 */
import type { Claim, Effect, MemberName, PeerView, Send } from '../../model/index.ts'
import { drawSome, type Pool } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import { GossipQueue, retransmitLimit } from '../gossip/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { gossipTimer, isIsolated } from '../local/index.ts'
import { claimOf, tell } from './claims-of.ts'

/** Tells what is new, unless something was told just now: then the timer does (M28). */
export function spreadNews(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  if (local.isGossiping || local.gossip.isEmpty) return decided(local)
  return tellSome(local, context)
}

/** `gossipMs` after the last telling: again while there is news, else there is peace (M29). */
export function gossipAgain(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  if (local.gossip.isEmpty) return decided({ ...local, isGossiping: false })
  return tellSome(local, context)
}

function tellSome(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const { gossipMs, gossipFanout } = local.config
  const peers = isIsolated(local) ? [] : drawPeers(local, context, gossipFanout)
  if (peers.length === 0) return decided(withNobodyToTell(local))
  const again: Effect = { kind: 'arm', timer: gossipTimer, deadline: context.at + gossipMs }
  const effects: Effect[] = [again]
  let { gossip } = local
  for (const peer of peers) {
    const taken = gossip.take({ bytesMax: local.config.gossipBytesMax, limit: limitOf(local) })
    if (taken.claims.length === 0) break
    gossip = taken.queue
    effects.push(tell(peer, { kind: 'gossip', claims: taken.claims }))
  }
  return decided({ ...local, gossip, isGossiping: true }, { effects })
}

/** Cut off, it tells later; alone, there is nothing to tell: whoever comes is told all anyway. */
function withNobodyToTell(local: MembershipLocal): MembershipLocal {
  const gossip = isIsolated(local) ? local.gossip : GossipQueue.empty
  const isSame = gossip === local.gossip && !local.isGossiping
  return isSame ? local : { ...local, gossip, isGossiping: false }
}

const limitOf = (local: MembershipLocal): number =>
  retransmitLimit(local.config.retransmitMult, local.peers.size + 1)

/** Those of the peers of which this holds. */
const poolOf = ({ live }: MembershipLocal, isFit: (peer: PeerView) => boolean): Pool<PeerView> => ({
  size: live.size,
  at: (place) => {
    const peer = live.valueAt(place)
    return peer !== undefined && isFit(peer) ? peer : undefined
  },
})

const isAnswering = ({ status }: PeerView): boolean => status !== 'failed'

/** Some that answer, drawn at random. */
function drawPeers(
  local: MembershipLocal,
  { entropy }: Context,
  count: number,
): readonly PeerView[] {
  const draw = { entropy, label: 'membership/gossip', count }
  return drawSome(poolOf(local, isAnswering), draw)
}

/** Others than these that are alive, drawn at random: to ask in one's stead. */
export function drawHelpers(
  local: MembershipLocal,
  context: Context,
  about: MemberName,
): readonly PeerView[] {
  const others = poolOf(local, ({ name, status }) => name !== about && status === 'alive')
  const { indirectProbes: count } = local.config
  return drawSome(others, { entropy: context.entropy, label: 'membership/helper', count })
}

/** One's own finding, to everybody who answers; to a few where there are too many (M28). */
export function broadcast(
  local: MembershipLocal,
  context: Context,
  claim: Claim,
): readonly Effect[] {
  if (isIsolated(local)) return []
  const { broadcastMax, gossipFanout } = local.config
  const isSmall = local.peers.size + 1 <= broadcastMax
  const peers = isSmall
    ? [...local.live.values()].filter(isAnswering)
    : drawPeers(local, context, gossipFanout)
  return peers.map((peer) => tell(peer, { kind: 'gossip', claims: [claim] }))
}

/** The effects of one step, with the news that ride along. */
export interface Ridden {
  readonly local: MembershipLocal
  readonly effects: readonly Effect[]
}

/** Adds news to each frame that goes to a peer; whoever is accused hears of that first. */
export function rideAlong(local: MembershipLocal, effects: readonly Effect[]): Ridden {
  if (local.gossip.isEmpty && local.unwell.size === 0) return { local, effects }
  const ridden: Effect[] = []
  const served = servedBy(effects)
  let { gossip } = local
  for (const effect of effects) {
    const peer = effect.kind === 'send' ? peerOf(local, effect) : undefined
    if (peer !== undefined && !served.has(peer.view.address)) {
      served.add(peer.view.address)
      const bytesMax = local.config.gossipBytesMax
      const taken = gossip.take({ bytesMax, limit: limitOf(local) })
      gossip = taken.queue
      const claims = withAccusation(peer.view, taken.claims, () => claimOf(peer))
      if (claims.length > 0) ridden.push(tell(peer.view, { kind: 'gossip', claims }))
    }
    ridden.push(effect)
  }
  return { local: gossip === local.gossip ? local : { ...local, gossip }, effects: ridden }
}

/** Addresses that are told something already. */
function servedBy(effects: readonly Effect[]): Set<string> {
  const served = new Set<string>()
  for (const effect of effects)
    if (effect.kind === 'send' && effect.message.kind === 'gossip') served.add(effect.to.address)
  return served
}

function peerOf(local: MembershipLocal, { to }: Send) {
  const peer = to.name === undefined ? undefined : local.peers.get(to.name)
  return peer?.view.address === to.address ? peer : undefined
}

const withAccusation = (
  view: PeerView,
  claims: readonly Claim[],
  accusation: () => Claim,
): readonly Claim[] => (view.status === 'alive' ? claims : [accusation(), ...claims])
