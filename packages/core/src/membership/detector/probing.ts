/**
 * One question to one peer, from the ping to its end: asked directly, then through others, then
 * given up, which is evidence against the peer. Invariants: M2 (numbers rise), M3 (one probe in
 * flight per peer, each with its own deadline), M7 (no miss counts while the own link is down), M27
 * (nor while this process itself did not run), M30 (only what several find missing by the
 * transport's word has failed at once).
 */
import type { Effect, MemberName, Millis } from '../../model/index.ts'
import { marked, tagOf } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import { better, probeTimeoutOf, stretched, worse } from '../health/index.ts'
import type { MembershipLocal, PeerRecord, ProbeInFlight } from '../local/index.ts'
import { andThen, isIsolated, isStalled, probeTimer, withPeer } from '../local/index.ts'
import { accusationBy, broadcast, drawHelpers, fail, takeClaim, tell } from '../opinion/index.ts'
import { pingOf } from './ping.ts'

/** Others that find nobody there, beside oneself, before that is believed at once (M30). */
const hintsWanted = 2
/** How much one probe of one that lives counts for the share that is missed. */
const missShare = 1 / 16

/** Asks a peer, unless it is being asked (M3), or cannot be while the own link is down (M7). */
export function startProbe(
  local: MembershipLocal,
  context: Context,
  asked: { readonly name: MemberName; readonly isLast: boolean },
): Decision<MembershipLocal> {
  const peer = local.peers.get(asked.name)
  if (peer === undefined || isIsolated(local)) return decided(local)
  const { probe } = peer
  if (probe !== undefined)
    return asked.isLast
      ? decided(withPeer(local, { ...peer, probe: { ...probe, isLast: true } }))
      : decided(local)
  const number = local.nextProbe
  const message = pingOf(local, context, number)
  if (message === undefined) return decided(local)
  const begun: ProbeInFlight = {
    number,
    sentAt: context.at,
    stage: 'direct',
    isLast: asked.isLast,
    isRefused: false,
    isUnreachable: false,
    asked: 0,
    reported: 0,
    unreachable: 0,
  }
  const next = { ...withPeer(local, { ...peer, probe: begun }), nextProbe: number + 1 }
  return decided(next, { effects: [tell(peer.view, message), armed(local, context, peer)] })
}

const armed = (local: MembershipLocal, { at }: Context, { view }: PeerRecord): Effect => ({
  kind: 'arm',
  timer: probeTimer(view.name),
  deadline: at + directTimeoutMs(local),
})

/** How long an ack may take: by the round trips measured, longer while this member is slow. */
export function directTimeoutMs(local: MembershipLocal): Millis {
  const { probeTimeoutMinMs: minMs, probeTimeoutMs: maxMs } = local.config
  return stretched(probeTimeoutOf(local.roundTrip, { minMs, maxMs }), local.health)
}

/** A deadline passed unanswered. */
export function missProbe(
  local: MembershipLocal,
  context: Context,
  name: MemberName,
): Decision<MembershipLocal> {
  const peer = local.peers.get(name)
  if (peer?.probe === undefined) return decided(local)
  if (isStalled(local, context)) {
    // M27: the answer may be among what was not read yet.
    const effects = [armed(local, context, peer), marked('membership.miss-held')]
    return decided(local, { effects })
  }
  return peer.probe.stage === 'direct'
    ? askOthers(local, context, { peer, probe: peer.probe })
    : conclude(local, context, { peer, probe: peer.probe })
}

interface Asked {
  readonly peer: PeerRecord
  readonly probe: ProbeInFlight
}

/** Others are asked to ask, and the peer once more: one lost frame is no evidence. */
function askOthers(
  local: MembershipLocal,
  context: Context,
  { peer, probe }: Asked,
): Decision<MembershipLocal> {
  const { name, status, store } = peer.view
  const missed = withMiss(local, peer)
  const helpers = status === 'failed' || probe.isLast ? [] : drawHelpers(missed, context, name)
  if (helpers.length === 0) return conclude(missed, context, { peer, probe })
  const { number } = probe
  const request = { kind: 'ping-request', probe: number, about: tagOf(store) } as const
  const again = pingOf(local, context, number)
  const effects: Effect[] = helpers.map((helper) => tell(helper, request))
  if (again !== undefined && !probe.isUnreachable) effects.push(tell(peer.view, again))
  const deadline = context.at + stretched(local.config.indirectTimeoutMs, local.health)
  effects.push({ kind: 'arm', timer: probeTimer(name), deadline })
  const indirect: ProbeInFlight = { ...probe, stage: 'indirect', asked: helpers.length }
  return decided(withPeer(missed, { ...peer, probe: indirect }), { effects })
}

/** That one who is thought dead does not answer tells nothing of how much is lost. */
const withMiss = (local: MembershipLocal, { view }: PeerRecord): MembershipLocal =>
  view.status === 'alive'
    ? { ...local, missRate: local.missRate + (1 - local.missRate) * missShare }
    : local

/** Nobody reached it: that is this member's own evidence. */
function conclude(
  local: MembershipLocal,
  context: Context,
  { peer, probe }: Asked,
): Decision<MembershipLocal> {
  const { store } = context.self
  const silent = { ...peer, probe: undefined }
  if (store === undefined || peer.view.status === 'failed') return decided(withPeer(local, silent))
  const ended = withPeer(withHealth(local, probe), silent)
  const claim = accusationBy(tagOf(store), peer)
  const reason = reasonOf(local, { peer, probe })
  if (probe.isLast && peer.view.status === 'suspect')
    return failBy(ended, context, { peer: silent, probe, reason })
  if (probe.isUnreachable && probe.unreachable >= Math.min(hintsWanted, probe.asked || Infinity))
    return failBy(ended, context, { peer: silent, probe, reason })
  return takeClaim(ended, context, { claim, source: 'own', reason })
}

/** This member's own verdict: everybody hears it at once. */
function failBy(
  local: MembershipLocal,
  context: Context,
  found: Asked & { readonly reason: string },
): Decision<MembershipLocal> {
  const { peer, probe, reason } = found
  const { store } = context.self
  if (store === undefined) return decided(local)
  const observers = Math.max(1 + probe.unreachable, peer.accusation?.by.length ?? 0)
  const claim = { ...accusationBy(tagOf(store), peer), status: 'failed', observers } as const
  const failed = fail(local, context, { peer, claim, source: 'own', reason })
  return andThen(failed, (next) => decided(next, { effects: broadcast(next, context, claim) }))
}

/** Lifeguard: whoever asked for help and was not even told "no" is itself in trouble. */
function withHealth(local: MembershipLocal, probe: ProbeInFlight): MembershipLocal {
  const { asked, reported, isLast } = probe
  const missing = asked > 0 ? asked - reported : Number(!isLast)
  return missing <= 0
    ? local
    : { ...local, health: worse(local.health, missing, local.config.healthMax) }
}

function reasonOf(local: MembershipLocal, { peer, probe }: Asked): string {
  const { name, address } = peer.view
  if (probe.isRefused) return `${name} does not take this member for one (not-member)`
  if (probe.isUnreachable) return `nobody listens at ${address} for ${name}`
  const withinMs = Math.round(directTimeoutMs(local))
  const others = probe.asked === 0 ? '' : `, nor ${probe.asked} others that asked it`
  return `${name} did not answer within ${withinMs} ms${others}`
}

/** The transport's word that nobody listens there: this probe is missed now, others are asked. */
export function missByHint(
  local: MembershipLocal,
  context: Context,
  name: MemberName,
): Decision<MembershipLocal> {
  const peer = local.peers.get(name)
  if (peer?.probe === undefined || peer.probe.isUnreachable) return decided(local)
  const probe = { ...peer.probe, isUnreachable: true }
  const hinted = withPeer(local, { ...peer, probe })
  const disarm: Effect = { kind: 'disarm', timer: probeTimer(name) }
  const first = decided(hinted, { effects: [disarm, marked('membership.hint-missed')] })
  if (probe.stage === 'indirect')
    return concludeIfReported(hinted, context, { ...peer, probe }) ?? decided(hinted)
  return andThen(first, (next) => askOthers(next, context, { peer: { ...peer, probe }, probe }))
}

/** The end of a probe whose helpers have said all there is to say; undefined: not yet. */
export function concludeIfReported(
  local: MembershipLocal,
  context: Context,
  peer: PeerRecord,
): Decision<MembershipLocal> | undefined {
  const { probe } = peer
  if (probe === undefined || probe.stage === 'direct') return undefined
  const isGone = probe.isUnreachable && probe.unreachable >= Math.min(hintsWanted, probe.asked)
  if (!isGone && probe.reported < probe.asked) return undefined
  const disarm: Effect = { kind: 'disarm', timer: probeTimer(peer.view.name) }
  const first = decided(local, { effects: [disarm] })
  // Those who had no time to report are not missed: it says nothing of this member.
  const ended = { ...probe, asked: probe.reported }
  return andThen(first, (next) => conclude(next, context, { peer, probe: ended }))
}

/** A probe was answered: this member is well enough to ask. */
export const withAnswer = (local: MembershipLocal): MembershipLocal =>
  local.health === 0 && local.missRate === 0
    ? local
    : {
        ...local,
        health: better(local.health),
        missRate: local.missRate < 1e-6 ? 0 : local.missRate * (1 - missShare),
      }
