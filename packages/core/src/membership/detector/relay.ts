/**
 * Asking for another member: a ping in its stead, and an answer to it in any case, so that it can
 * tell a silent peer from its own trouble (Lifeguard). It must never judge the peer for itself but
 * by the ack. Invariants: M7, M27, M32 (`relaysMax` at a time; who asks beyond that is refused).
 */
import type {
  Ack,
  Effect,
  Message,
  PingFinding,
  PingReport,
  PingRequest,
  Refusal,
  Sender,
} from '../../model/index.ts'
import { messageRefused, refusal } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided, isFromMember } from '../../state/index.ts'
import type { MembershipLocal, Received, Relay } from '../local/index.ts'
import {
  andThen,
  isIsolated,
  isStalled,
  peerFrom,
  peerTagged,
  probeTimer,
  relaysMax,
  relayTimer,
  withPeer,
} from '../local/index.ts'
import { tell } from '../opinion/index.ts'
import { hearLife } from './hear.ts'
import { pingOf } from './ping.ts'
import { concludeIfReported, directTimeoutMs, withAnswer } from './probing.ts'

/** Of the asker's patience, what is left for the way back. */
const relayShare = 0.7

/** Another member asks us to ask. */
export function relayPing(
  local: MembershipLocal,
  context: Context,
  { from, message }: Received<PingRequest>,
): Decision<MembershipLocal> {
  if (!isFromMember(context, from)) {
    const detail = `${from.name} at ${from.address} is no member here`
    return refuseRequest(local, from, refusal('not-member', detail))
  }
  if (isIsolated(local)) return decided(local)
  const peer = peerTagged(local, message.about)
  const number = local.nextProbe
  const ping = pingOf(local, context, number)
  if (ping === undefined) return decided(local)
  if (local.relays.size >= relaysMax) {
    const detail = `${relaysMax} pings for others are in flight`
    return refuseRequest(local, from, refusal('overloaded', detail))
  }
  const asker = { name: from.name, address: from.address }
  if (peer === undefined) {
    const report = reportOf(message, 'silent')
    return decided(local, { effects: [{ kind: 'send', to: asker, message: report }] })
  }
  const relay: Relay = { asker, probe: message.probe, about: message.about }
  const relays = new Map(local.relays).set(number, relay)
  return decided(
    { ...local, relays, nextProbe: number + 1 },
    { effects: [tell(peer.view, ping), armed(local, context, number)] },
  )
}

function armed(local: MembershipLocal, { at }: Context, number: number): Effect {
  const waitMs = Math.min(directTimeoutMs(local), local.config.indirectTimeoutMs * relayShare)
  return { kind: 'arm', timer: relayTimer(number), deadline: at + waitMs }
}

function refuseRequest(
  local: MembershipLocal,
  { name, address }: Sender,
  why: Refusal,
): Decision<MembershipLocal> {
  const nack: Message = { kind: 'nack', about: 'ping-request', refusal: why.kind }
  const notice = messageRefused(name, 'ping-request', why)
  const effects: Effect[] = [
    { kind: 'send', to: { name, address }, message: nack },
    { kind: 'publish', notice },
  ]
  return decided(local, { effects })
}

const nobody = { incarnation: 0, refutations: 0 }

const reportOf = (
  { probe, about }: Pick<PingRequest, 'probe' | 'about'>,
  finding: PingFinding,
  life: Pick<Ack, 'incarnation' | 'refutations'> = nobody,
): PingReport => ({
  kind: 'ping-report',
  probe,
  about,
  finding,
  incarnation: life.incarnation,
  refutations: life.refutations,
})

/** The peer answered a ping that was sent for another; nobody else can, nor a life before. */
export function relayAck(
  local: MembershipLocal,
  { self }: Context,
  { from, message: ack }: Received<Ack>,
): Decision<MembershipLocal> {
  const relay = local.relays.get(ack.probe)
  const peer = peerFrom(local, self, { from, store: ack.store })
  if (relay?.about !== ack.store || peer === undefined) return decided(local)
  if (ack.incarnation < peer.view.incarnation) return decided(local)
  return endRelay(local, ack.probe, reportOf(relay, 'heard', ack))
}

interface MissedRelay {
  readonly number: number
  readonly finding: 'silent' | 'unreachable'
}

/** The peer did not answer, or nobody listens there. */
export function missRelay(
  local: MembershipLocal,
  context: Context,
  { number, finding }: MissedRelay,
): Decision<MembershipLocal> {
  const relay = local.relays.get(number)
  if (relay === undefined) return decided(local)
  // M27: the answer may be among what was not read yet.
  if (finding === 'silent' && isStalled(local, context))
    return decided(local, { effects: [armed(local, context, number)] })
  return endRelay(local, number, reportOf(relay, finding))
}

function endRelay(
  local: MembershipLocal,
  number: number,
  report: PingReport,
): Decision<MembershipLocal> {
  const relay = local.relays.get(number)
  if (relay === undefined) return decided(local)
  const effects: Effect[] = [
    { kind: 'disarm', timer: relayTimer(number) },
    { kind: 'send', to: relay.asker, message: report },
  ]
  const relays = new Map(local.relays)
  relays.delete(number)
  return decided({ ...local, relays }, { effects })
}

/** What became of asking another member to ask. */
export function hearPingReport(
  local: MembershipLocal,
  context: Context,
  { from, message: report }: Received<PingReport>,
): Decision<MembershipLocal> {
  const peer = peerTagged(local, report.about)
  const { probe } = peer ?? {}
  if (!isFromMember(context, from) || peer === undefined) return decided(local)
  if (probe?.number !== report.probe || probe.stage === 'direct') return decided(local)
  if (report.finding === 'heard') {
    const heard = withPeer(withAnswer(local), { ...peer, probe: undefined })
    const disarm: Effect = { kind: 'disarm', timer: probeTimer(peer.view.name) }
    const { about: store, incarnation, refutations } = report
    return andThen(decided(heard, { effects: [disarm] }), (next) =>
      hearLife(next, context, { store, incarnation, refutations }),
    )
  }
  const reported = {
    ...probe,
    reported: probe.reported + 1,
    unreachable: probe.unreachable + Number(report.finding === 'unreachable'),
  }
  const told = { ...peer, probe: reported }
  const next = withPeer(local, told)
  return concludeIfReported(next, context, told) ?? decided(next)
}
