/**
 * The end of a suspect's time: it is asked once more, and then it has failed. It must never end
 * while this member did not run, was cut off or is paused. Invariants: M7, M8, M27.
 */
import type { MemberName } from '../../model/index.ts'
import { marked } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { isIsolated, isStalled } from '../local/index.ts'
import { giveTime } from '../opinion/index.ts'
import { startProbe } from './probing.ts'

/** A suspect's time is over: the last question. */
export function endSuspicion(
  local: MembershipLocal,
  context: Context,
  name: MemberName,
): Decision<MembershipLocal> {
  const peer = local.peers.get(name)
  if (peer?.view.status !== 'suspect') return decided(local)
  if (local.isRunning && !isIsolated(local) && !isStalled(local, context))
    return startProbe(local, context, { name, isLast: true })
  const held = giveTime(local, peer, context.at + local.config.periodMs)
  return { ...held, effects: [...held.effects, marked('membership.verdict-held')] }
}
