/**
 * How long a suspect has to answer. Whoever has no evidence of its own waits a period longer, so
 * that those who have it decide. It decides the time, not what follows. Invariant: M25.
 */
import type { Millis } from '../../model/index.ts'
import { tagOf } from '../../model/index.ts'
import type { Context } from '../../state/index.ts'
import type { Accusation, MembershipLocal } from '../local/index.ts'
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
