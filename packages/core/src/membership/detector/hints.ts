/**
 * The transport's word that nobody listens at an address: every question to there is missed at
 * once, also those that are asked for others. It is a hint: others are asked whether they find the
 * same. Invariant: M30.
 */
import type { Address } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { andThen, isIsolated, peerTagged } from '../local/index.ts'
import { missByHint, startProbe } from './probing.ts'
import { missRelay } from './relay.ts'

/** Nobody listens at an address. */
export function missUnreachable(
  local: MembershipLocal,
  context: Context,
  address: Address,
): Decision<MembershipLocal> {
  let decision = decided(local)
  if (isIsolated(local)) return decision
  for (const { name, status, address: its } of local.live.values()) {
    if (its !== address) continue
    // A frame of another kind found nobody: asking finds out whether that is so.
    if (local.isRunning && status === 'alive' && local.peers.get(name)?.probe === undefined)
      decision = andThen(decision, (next) => startProbe(next, context, { name, isLast: false }))
    decision = andThen(decision, (next) => missByHint(next, context, name))
  }
  for (const [number, { about }] of local.relays)
    if (peerTagged(local, about)?.view.address === address)
      decision = andThen(decision, (next) =>
        missRelay(next, context, { number, finding: 'unreachable' }),
      )
  return decision
}
