/**
 * The end of a suspect's time: it is asked once more, and then it has failed. It must never end
 * while this member did not run, was cut off or is paused. Invariants: M7, M8, M27.
 */
import type { Effect, MemberName } from '../../model/index.ts'
import { marked } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { isIsolated, suspicionTimer } from '../local/index.ts'
import { isStalled, startProbe } from './probing.ts'

/** A suspect's time is over: the last question. */
export function endSuspicion(
  local: MembershipLocal,
  context: Context,
  name: MemberName,
): Decision<MembershipLocal> {
  const peer = local.peers.get(name)
  if (peer?.view.status !== 'suspect') return decided(local)
  // Also when it is asked: it may answer without having heard that it is accused.
  const deadline = context.at + local.config.periodMs
  const again: Effect = { kind: 'arm', timer: suspicionTimer(name), deadline }
  const isAble = local.isRunning && !isIsolated(local) && !isStalled(local, context)
  if (!isAble) return decided(local, { effects: [again, marked('membership.verdict-held')] })
  const asked = startProbe(local, context, { name, isLast: true })
  return { ...asked, effects: [...asked.effects, again] }
}
