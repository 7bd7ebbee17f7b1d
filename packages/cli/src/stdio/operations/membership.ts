/**
 * Operations on who is in the cluster, and on what this member thinks of the others.
 */
import type { PeerInfo } from '@quorate/core'
import type { Plain } from '../../json/plain.ts'
import { optional, text, timeout } from '../argument.ts'
import { operation, type Operations } from './operation.ts'

export const membershipOperations: Operations = {
  join: operation(
    { contact: text, timeout: optional(timeout) },
    async (run, { contact, timeout: timeoutMs }) => {
      await run.joining.join(run.member, contact, timeoutMs)
      return true
    },
  ),
  eject: operation({ name: text }, (run, { name }) => run.member.eject(name)),
  leave: operation({ timeout: optional(timeout) }, async (run, { timeout: timeoutMs }) => {
    await run.member.leave(timeoutMs === undefined ? {} : { timeoutMs })
    return true
  }),
  members: operation({}, (run) =>
    run.member.members().map(({ name, address }) => ({ name, address })),
  ),
  peers: operation({}, (run) => run.member.peers().map(peerAsPlain)),
  failed: operation({}, (run) =>
    run.member.failedPeers().map(({ name, reason }) => ({ name, reason })),
  ),
  ping: operation(
    { name: text, timeout: optional(timeout) },
    async (run, { name, timeout: timeoutMs }) => {
      const pong = await run.member.ping(name, timeoutMs === undefined ? {} : { timeoutMs })
      return { name: pong.name, roundTripMs: pong.roundTripMs }
    },
  ),
}

/** What is not known yet is null. */
const peerAsPlain = (peer: PeerInfo): Plain => ({
  name: peer.name,
  status: peer.status,
  reason: peer.reason,
  address: peer.address,
  store: peer.store,
  incarnation: peer.incarnation,
  refutations: peer.refutations,
  suspectedBy: peer.suspectedBy,
  confidence: peer.confidence,
  since: peer.since,
  lastAck: peer.lastAck ?? null,
  roundTripMs: peer.roundTripMs ?? null,
  clockOffsetMs: peer.clockOffsetMs ?? null,
})
