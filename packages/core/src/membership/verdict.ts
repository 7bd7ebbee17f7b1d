/**
 * What an answer, a silence, a refusal and a hint say about a peer. It decides alive or failed in
 * this member's own live view and nothing else: nothing here is logged (`report.ts` does that).
 * The seam for SWIM is `statusAfterMiss`. Invariants: M2, M5 (any ack is life), M6 (failed only
 * after enough misses in a row), M7 (no miss counts while the own link is down).
 */
import type {
  Ack,
  Address,
  Effect,
  MemberName,
  MemberStatus,
  Nack,
  PeerView,
  Sender,
} from '../model/index.ts'
import { marked, messageRefused, refusal } from '../model/index.ts'
import type { Context, Decision } from '../state/index.ts'
import { decided } from '../state/index.ts'
import type { MembershipConfig } from './config.ts'
import type { MembershipLocal, PeerRecord, ProbeInFlight, Received } from './local.ts'
import { peerFrom, probeTimer, withPeer, withStatus } from './local.ts'

/** What one more miss makes of a peer. */
const statusAfterMiss = (peer: PeerRecord, config: MembershipConfig): MemberStatus =>
  peer.missed + 1 >= config.failAfterMisses ? 'failed' : peer.view.status

/** An ack: the peer is alive, however late; only the probe in flight measures (M2, M5). */
export function hearAck(
  local: MembershipLocal,
  context: Context,
  input: Received<Ack>,
): Decision<MembershipLocal> {
  const { message: ack, from } = input
  const peer = peerFrom(local, context.self, { from, store: ack.store })
  if (peer === undefined) return refuseAck(local, from, `store ${ack.store} is no peer`)
  const isTimely = peer.probe?.number === ack.probe
  if (ack.probe >= local.nextProbe)
    return refuseAck(local, from, `probe ${ack.probe} was never sent`)
  if (!isTimely && ack.incarnation < peer.view.incarnation)
    return refuseAck(local, from, `incarnation ${ack.incarnation} is over`)
  const view = viewAfter(peer, ack, context)
  const effects: Effect[] = []
  if (isTimely) effects.push({ kind: 'disarm', timer: probeTimer(view.name) })
  else effects.push(marked('membership.late-ack'))
  if (peer.view.status !== 'alive')
    effects.push({ kind: 'publish', notice: { kind: 'peer-recovered', name: view.name } })
  const probe = isTimely ? undefined : peer.probe
  const { isLoggedDown } = peer
  const heard = { view, missed: 0, probe, failedSince: undefined, isLoggedDown }
  return decided(withPeer(local, heard), { effects })
}

/** Field by field, since views last and every ack makes one: docs/decisions/0022. */
function viewAfter({ view, probe }: PeerRecord, ack: Ack, context: Context): PeerView {
  const measured = probe?.number === ack.probe ? measure(probe, ack, context) : view
  return {
    name: view.name,
    store: view.store,
    address: view.address,
    status: 'alive',
    incarnation: ack.incarnation,
    reason: '',
    since: view.status === 'alive' ? view.since : context.at,
    lastAck: context.at,
    roundTripMs: measured.roundTripMs,
    clockOffsetMs: measured.clockOffsetMs,
    clock: measured.clock,
  }
}

type Measured = Pick<PeerView, 'roundTripMs' | 'clockOffsetMs' | 'clock'>

function measure(probe: ProbeInFlight, ack: Ack, { at, wall }: Context): Measured {
  const roundTripMs = at - probe.sentAt
  const peerWall = ack.wall + roundTripMs / 2
  return { roundTripMs, clockOffsetMs: peerWall - wall, clock: { baseMs: peerWall - at, at } }
}

const refuseAck = (
  local: MembershipLocal,
  from: Sender,
  detail: string,
): Decision<MembershipLocal> =>
  decided(local, {
    effects: [
      {
        kind: 'publish',
        notice: messageRefused(from.name, 'ack', refusal('cluster-state', detail)),
      },
    ],
  })

/** A nack is no ack: the probe goes on to its deadline, which then gives this as the reason. */
export function hearNack(local: MembershipLocal, input: Received<Nack>): Decision<MembershipLocal> {
  const peer = local.peers.get(input.from.name)
  if (peer?.probe === undefined) return decided(local)
  return decided(withPeer(local, { ...peer, probe: { ...peer.probe, isRefused: true } }))
}

/** A probe's deadline passed unanswered: one miss. */
export function missProbe(
  local: MembershipLocal,
  context: Context,
  name: MemberName,
): Decision<MembershipLocal> {
  const peer = local.peers.get(name)
  if (peer?.probe === undefined) return decided(local)
  const { failAfterMisses, probeTimeoutMs } = local.config
  const reason = peer.probe.isRefused
    ? `${name} does not take this member for one (not-member)`
    : `${name} did not answer ${failAfterMisses} probes, each within ${probeTimeoutMs} ms`
  return miss(local, context, { peer, reason })
}

/** The transport says nobody listens there: a probe in flight to there is missed at once. */
export function missUnreachable(
  local: MembershipLocal,
  context: Context,
  address: Address,
): Decision<MembershipLocal> {
  let decision = decided(local)
  for (const peer of local.peers.values()) {
    if (peer.view.address !== address || peer.probe === undefined) continue
    const reason = `nobody listens at ${address} for ${peer.view.name}`
    const next = miss(decision.local, context, { peer, reason })
    const disarm: Effect = { kind: 'disarm', timer: probeTimer(peer.view.name) }
    const mark = marked('membership.hint-missed')
    decision = { ...next, effects: [...decision.effects, disarm, ...next.effects, mark] }
  }
  return decision
}

function miss(
  local: MembershipLocal,
  context: Context,
  missed: { readonly peer: PeerRecord; readonly reason: string },
): Decision<MembershipLocal> {
  const { peer, reason } = missed
  const { name } = peer.view
  const status = statusAfterMiss(peer, local.config)
  const count = Math.min(peer.missed + 1, local.config.failAfterMisses)
  const hasFailed = status === 'failed' && peer.view.status !== 'failed'
  const view = hasFailed ? withStatus(peer.view, { status, reason, at: context.at }) : peer.view
  const failedSince = hasFailed ? context.at : peer.failedSince
  const effects: Effect[] = hasFailed
    ? [{ kind: 'publish', notice: { kind: 'peer-failed', name, reason } }]
    : []
  const { isLoggedDown } = peer
  const silent = { view, missed: count, probe: undefined, failedSince, isLoggedDown }
  return decided(withPeer(local, silent), { effects })
}
