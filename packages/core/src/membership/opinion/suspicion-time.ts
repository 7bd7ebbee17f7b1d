/**
 * How long a suspect has to answer. Whoever has no evidence of its own waits a period longer, so
 * that those who have it decide. It decides the time, not what follows. Invariant: M25.
 */
import type { Effect, Millis } from '../../model/index.ts'
import { tagOf } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import type { Accusation, MembershipLocal, PeerRecord } from '../local/index.ts'
import { suspicionTimer, withPeer } from '../local/index.ts'
import { suspicionMinMs, suspicionTimeoutMs, wantedConfirmations } from '../suspicion/index.ts'
import { observersOf } from './claims-of.ts'

/** Others that must confirm before a suspicion lasts the least. */
export const wantedOf = (local: MembershipLocal): number =>
  wantedConfirmations(local.config.confirmations, local.peers.size + 1)

/** When a suspect's time is over, as far as it is confirmed now. */
export function deadlineOf(
  local: MembershipLocal,
  { self }: Context,
  accusation: Accusation,
): Millis {
  const { suspicionMs, gossipMs, suspicionMaxMult, periodMs } = local.config
  const minMs = suspicionMinMs({ suspicionMs, gossipMs, members: local.peers.size + 1 })
  const confirmations = Math.max(0, observersOf(accusation) - 1)
  const wanted = wantedOf(local)
  const lastsMs = suspicionTimeoutMs({
    minMs,
    maxMs: minMs * suspicionMaxMult,
    confirmations,
    wanted,
  })
  const isOwn = self.store !== undefined && accusation.by.includes(tagOf(self.store))
  return accusation.since + lastsMs + (isOwn ? 0 : periodMs)
}

/** A suspect has until then, whatever it had before: then comes the last question. */
export function giveTime(
  local: MembershipLocal,
  { view, accusation, ...peer }: PeerRecord,
  deadline: Millis,
): Decision<MembershipLocal> {
  if (accusation === undefined) return decided(local)
  const effects: Effect[] = [{ kind: 'arm', timer: suspicionTimer(view.name), deadline }]
  const given = { ...peer, view, accusation: { ...accusation, deadline } }
  return decided(withPeer(local, given), { effects })
}

/** The timer of a suspect that lost it, or its last question: there is always one of them. */
export const suspicionGoesOn = ({ view, accusation }: PeerRecord, at: Millis): Effect => ({
  kind: 'arm',
  timer: suspicionTimer(view.name),
  deadline: Math.max(at, accusation?.deadline ?? at),
})
