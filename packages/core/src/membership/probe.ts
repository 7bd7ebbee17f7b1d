/**
 * Who is asked whether it is there, and how one answers when asked. It must never conclude
 * anything from an answer or its absence: that is `verdict.ts`. The seam for SWIM is `whomToProbe`.
 * Invariants: M2 (numbers rise), M3 (one probe in flight per peer, each with its own deadline),
 * M4 (only a member's ping is acked).
 */
import { FixedMap } from '../collections/index.ts'
import type { Effect, Incarnation, MemberName, Message, Ping, Sender } from '../model/index.ts'
import { clusterLabel, destinationOf, messageRefused, refusal } from '../model/index.ts'
import type { Context, Decision } from '../state/index.ts'
import { decided } from '../state/index.ts'
import type { MembershipLocal, PeerRecord, Received } from './local.ts'
import { isIsolated, peerFrom, probeTimer, withPeer, withPeers } from './local.ts'

/** Every peer without a probe in flight, every period: full mesh. */
const whomToProbe = (local: MembershipLocal): readonly PeerRecord[] =>
  isIsolated(local) ? [] : [...local.peers.values()].filter((peer) => peer.probe === undefined)

/** Pings everybody whose turn it is (M1, M3); each ping has its own number and deadline. */
export function sendProbes(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const peers = new Map<MemberName, PeerRecord>(local.peers)
  const effects: Effect[] = []
  let number = local.nextProbe
  for (const peer of whomToProbe(local)) {
    const { name } = peer.view
    const message = pingOf(context, number)
    if (message === undefined) break
    peers.set(name, { ...peer, probe: { number, sentAt: context.at, isRefused: false } })
    effects.push({ kind: 'send', to: destinationOf(peer.view), message })
    const deadline = context.at + local.config.probeTimeoutMs
    effects.push({ kind: 'arm', timer: probeTimer(name), deadline })
    number += 1
  }
  return decided({ ...withPeers(local, FixedMap.of(peers)), nextProbe: number }, { effects })
}

/** A ping of ours; undefined before there is a store to speak for. */
export function pingOf(context: Context, probe: number): Ping | undefined {
  const { store, incarnation } = context.self
  if (store === undefined) return undefined
  return { kind: 'ping', probe, store, incarnation, wall: context.wall }
}

/** Answers a ping: `ack` to a member of this cluster, else `nack` and a notice (M4). */
export function answerPing(
  local: MembershipLocal,
  context: Context,
  input: Received<Ping>,
): Decision<MembershipLocal> {
  const { message: ping, from } = input
  const { store, incarnation } = context.self
  const to = { name: from.name, address: from.address }
  const peer = peerFrom(local, context.self, { from, store: ping.store })
  const isWelcome = peer !== undefined || isAwaited(context, from)
  if (store === undefined || !isWelcome) return refusePing(local, input)
  const { probe } = ping
  const ack: Message = { kind: 'ack', probe, store, incarnation, wall: context.wall }
  const told = peer === undefined ? local : withIncarnation(local, peer, ping.incarnation)
  return decided(told, { effects: [{ kind: 'send', to, message: ack }] })
}

/** Let in, but the log that lists the others is still on its way: the cluster's word must do. */
const isAwaited = (context: Context, from: Sender): boolean =>
  context.lifecycle === 'joining' &&
  from.cluster !== '' &&
  from.cluster === clusterLabel(context.self.cluster)

/** Never a lower one: a ping may be late. Only the answer to a probe of ours says what is now. */
const withIncarnation = (
  local: MembershipLocal,
  peer: PeerRecord,
  incarnation: Incarnation,
): MembershipLocal =>
  incarnation <= peer.view.incarnation
    ? local
    : withPeer(local, { ...peer, view: { ...peer.view, incarnation } })

/**
 * Not a member, or not the store the roster lists under that name: a process that lost its store,
 * a second one of the same name, or one admitted by somebody we have not heard from. It pulls.
 */
function refusePing(local: MembershipLocal, input: Received<Ping>): Decision<MembershipLocal> {
  const { from, message } = input
  const detail = `${from.name} at ${from.address}, store ${message.store}, is no member here`
  const nack: Message = { kind: 'nack', about: 'ping', refusal: 'not-member' }
  const why = refusal('not-member', detail)
  return decided(local, {
    effects: [
      { kind: 'send', to: { name: from.name, address: from.address }, message: nack },
      { kind: 'publish', notice: messageRefused(from.name, 'ping', why) },
    ],
  })
}
