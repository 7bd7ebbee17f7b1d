/**
 * What members say of others and of themselves: acks, gossip, reports. It must never believe a
 * stranger. Invariants: M2 (only the ack of the probe in flight measures), M4, M5, M26.
 */
import type {
  Ack,
  Claim,
  Effect,
  Gossip,
  LiveReport,
  MemberName,
  Millis,
  Nack,
  PeerView,
  Sender,
} from '../../model/index.ts'
import { marked, messageRefused, refusal, tagOf } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided, isFromMember } from '../../state/index.ts'
import { isSameClaim, supersedes } from '../claims/index.ts'
import { measured } from '../health/index.ts'
import type { MembershipLocal, PeerRecord, Received } from '../local/index.ts'
import { andThen, isStalled, peerFrom, peerTagged, probeTimer, withPeer } from '../local/index.ts'
import {
  claimOf,
  claimOfSelf,
  giveTime,
  isVerifier,
  takeClaim,
  takeClaims,
  tell,
  withRing,
} from '../opinion/index.ts'
import { shownOf } from './exchange.ts'
import { isAwaited } from './ping.ts'
import { directTimeoutMs, startProbe, withAnswer } from './probing.ts'

/** An ack: however late, it is its subject's own word (M2, M5). */
export function hearAck(
  local: MembershipLocal,
  context: Context,
  input: Received<Ack>,
): Decision<MembershipLocal> {
  const { message: ack, from } = input
  const peer = peerFrom(local, context.self, { from, store: ack.store })
  if (peer === undefined) return refuse(local, from, `store ${ack.store} is no peer`)
  if (ack.probe >= local.nextProbe) return refuse(local, from, `probe ${ack.probe} was never sent`)
  if (ack.incarnation < peer.view.incarnation) {
    const refused = refuse(local, from, `incarnation ${ack.incarnation} is over`)
    return { ...refused, effects: [...refused.effects, toldOf(peer)] }
  }
  const isTimely = peer.probe?.number === ack.probe
  const effects: Effect[] = []
  if (isTimely) effects.push({ kind: 'disarm', timer: probeTimer(peer.view.name) })
  else if (!local.relays.has(ack.probe)) effects.push(marked('membership.late-ack'))
  const heard = withAck(local, context, { peer, ack })
  return andThen(decided(heard, { effects }), (next) => hearLife(next, context, ack))
}

function refuse(local: MembershipLocal, from: Sender, detail: string): Decision<MembershipLocal> {
  const notice = messageRefused(from.name, 'ack', refusal('cluster-state', detail))
  return decided(local, { effects: [{ kind: 'publish', notice }] })
}

interface Acked {
  readonly peer: PeerRecord
  readonly ack: Ack
}

function withAck(local: MembershipLocal, context: Context, acked: Acked): MembershipLocal {
  const { peer, ack } = acked
  const isTimely = peer.probe?.number === ack.probe
  const view = viewAfter(acked, context)
  if (!isTimely) return withPeer(local, { ...peer, view })
  const heard = withPeer(withAnswer(local), { ...peer, view, probe: undefined })
  const { roundTripMs } = view
  if (roundTripMs === undefined || !isSample(local, context, peer)) return heard
  return { ...heard, roundTrip: measured(local.roundTrip, roundTripMs) }
}

/** Of a probe and its own answer, and read when it came: else its deadline had passed before. */
const isSample = (local: MembershipLocal, context: Context, { probe }: PeerRecord): boolean =>
  probe?.stage === 'direct' &&
  context.at - probe.sentAt <= directTimeoutMs(local) &&
  !isStalled(local, context)

/** Field by field, since views last and every ack makes one: docs/decisions/0022. */
function viewAfter({ peer, ack }: Acked, context: Context): PeerView {
  const { view, probe } = peer
  const sentAt = probe?.number === ack.probe ? probe.sentAt : undefined
  const clocks = sentAt === undefined ? view : measure(sentAt, ack, context)
  return {
    name: view.name,
    store: view.store,
    address: view.address,
    status: view.status,
    incarnation: view.incarnation,
    refutations: view.refutations,
    reason: view.reason,
    since: view.since,
    lastAck: context.at,
    roundTripMs: clocks.roundTripMs,
    clockOffsetMs: clocks.clockOffsetMs,
    clock: clocks.clock,
  }
}

type Measured = Pick<PeerView, 'roundTripMs' | 'clockOffsetMs' | 'clock'>

function measure(sentAt: Millis, ack: Ack, { at, wall }: Context): Measured {
  const roundTripMs = at - sentAt
  const peerWall = ack.wall + roundTripMs / 2
  return { roundTripMs, clockOffsetMs: peerWall - wall, clock: { baseMs: peerWall - at, at } }
}

/**
 * The subject's own word on its life. One that does not know what is thought of it is told, and has
 * a period to answer that if its time was over.
 */
export function hearLife(
  local: MembershipLocal,
  context: Context,
  life: Pick<Ack, 'store' | 'incarnation' | 'refutations'>,
): Decision<MembershipLocal> {
  const { store: about, incarnation, refutations } = life
  const claim = {
    about,
    status: 'alive',
    incarnation,
    refutations,
    by: about,
    observers: 0,
  } as const
  const heard = takeClaim(local, context, { claim, source: 'own' })
  const peer = peerTagged(heard.local, about)
  if (peer === undefined) return heard
  const isKnownSo = peer.view.status === 'alive' && incarnation >= peer.view.incarnation
  if (isKnownSo) return heard
  const told = { ...heard, effects: [...heard.effects, toldOf(peer)] }
  const { deadline = Infinity } = peer.accusation ?? {}
  if (deadline > context.at || peer.probe !== undefined) return told
  return andThen(told, (next) => giveTime(next, peer, context.at + next.config.periodMs))
}

/** What is thought of a peer, told to itself: that it is accused, or lived a later life. */
const toldOf = (peer: PeerRecord): Effect =>
  tell(peer.view, { kind: 'gossip', claims: [claimOf(peer)] })

/** A nack is no ack: the probe goes on to its deadline, which then gives this as the reason. */
export function hearNack(local: MembershipLocal, input: Received<Nack>): Decision<MembershipLocal> {
  const peer = local.peers.get(input.from.name)
  if (peer?.probe === undefined) return decided(local)
  return decided(withPeer(local, { ...peer, probe: { ...peer.probe, isRefused: true } }))
}

/** News. Whoever is to confirm a suspicion asks at once. */
export function hearGossip(
  local: MembershipLocal,
  context: Context,
  { from, message }: Received<Gossip>,
): Decision<MembershipLocal> {
  if (!isFromMember(context, from)) return refuseStranger(local, context, { from, message })
  const { claims } = message
  const heard = takeClaims(local, context, { claims, source: 'gossip' })
  return verify(local, context, { heard, claims })
}

interface Verified {
  readonly heard: Decision<MembershipLocal>
  readonly claims: readonly Claim[]
}

/** Asks those that came under suspicion, where it is this member's turn to. */
function verify(
  before: MembershipLocal,
  context: Context,
  { heard, claims }: Verified,
): Decision<MembershipLocal> {
  let decision = heard
  for (const { about } of claims) {
    const peer = peerTagged(decision.local, about)
    if (peer?.view.status !== 'suspect' || !before.isRunning) continue
    const known = peerTagged(before, about)?.view
    if (known !== undefined && isSameClaim(known, peer.view)) continue
    // Once for all claims of a report: it takes sorting all members.
    decision = { ...decision, local: withRing(decision.local, context.self) }
    if (!isVerifier(decision.local, context, about)) continue
    const { name } = peer.view
    decision = andThen(decision, (next) => startProbe(next, context, { name, isLast: false }))
  }
  return decision
}

/** Who is not alive, in another's view; answered with what that does not know (M26). */
export function hearReport(
  local: MembershipLocal,
  context: Context,
  { from, message }: Received<LiveReport>,
): Decision<MembershipLocal> {
  if (!isFromMember(context, from)) return refuseStranger(local, context, { from, message })
  const { claims, asks } = message
  const taken = takeClaims(local, context, { claims, source: 'report' })
  const heard = verify(local, context, { heard: taken, claims })
  if (asks === 'nothing') return heard
  const better = shownOf(answerTo(heard.local, context, message), context)
  if (better.length === 0) return heard
  const to = { name: from.name, address: from.address }
  const report = { kind: 'live-report', claims: better, asks: 'nothing' } as const
  return { ...heard, effects: [...heard.effects, { kind: 'send', to, message: report }] }
}

/** What this member knows better than a report, or all that it knows. */
function answerTo(
  local: MembershipLocal,
  { self }: Context,
  { claims, asks }: LiveReport,
): readonly Claim[] {
  const told = new Map(claims.map((claim) => [claim.about, claim] as const))
  const answer: Claim[] = []
  const own = claimOfSelf(local, self)
  const theirs = self.store === undefined ? undefined : told.get(tagOf(self.store))
  if (own !== undefined && (asks === 'all' || theirs !== undefined)) answer.push(own)
  for (const name of asks === 'all' ? local.peers.keys() : namesOf(local, told)) {
    const peer = local.peers.get(name)
    if (peer === undefined) continue
    const claim = claimOf(peer)
    // Nobody has said yet that it lives: that is no word of its own.
    if (claim.status === 'alive' && claim.incarnation === 0) continue
    const before = told.get(claim.about)
    if (before === undefined || supersedes(claim, before)) answer.push(claim)
  }
  return answer
}

/** Peers that the report names, and those that are unwell here. */
function namesOf(
  local: MembershipLocal,
  told: ReadonlyMap<Claim['about'], Claim>,
): Set<MemberName> {
  const names = new Set<MemberName>()
  for (const name of local.unwell) if (local.live.get(name)?.status !== 'alive') names.add(name)
  for (const about of told.keys()) {
    const name = local.tags.get(about)
    if (name !== undefined) names.add(name)
  }
  return names
}

/** While the log that lists the others is awaited, lives are asked for once it is here. */
function refuseStranger(
  local: MembershipLocal,
  context: Context,
  { from, message: { kind } }: Received<Gossip | LiveReport>,
): Decision<MembershipLocal> {
  if (isAwaited(context, from)) return decided(local)
  const why = refusal('not-member', `${from.name} at ${from.address} is no member here`)
  return decided(local, {
    effects: [{ kind: 'publish', notice: messageRefused(from.name, kind, why) }],
  })
}
