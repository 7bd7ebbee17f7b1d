/**
 * What a late timer tells of this process: that it did not run meanwhile, busy or stopped. It must
 * never be taken for anything about others. Invariant: M27.
 */
import type { TimerFired } from '../../model/index.ts'
import type { Context } from '../../state/index.ts'
import { isLate, worse } from '../health/index.ts'
import type { MembershipLocal } from './membership-local.ts'

/**
 * Remembers that this process was found not to run. It counts once for all timers that were due
 * before that was found: each of them fires a little later than the one before.
 */
export function noteLateness(
  local: MembershipLocal,
  { at, deadline }: Pick<TimerFired, 'at' | 'deadline'>,
): MembershipLocal {
  const { lateMs, healthMax } = local.config
  if (!isLate({ at, deadline, lateMs })) return local
  const isKnown = deadline <= local.stalledAt
  const health = isKnown ? local.health : worse(local.health, 1, healthMax)
  return { ...local, stalledAt: at, health }
}

/** This process did not run for a while, not long ago: an answer may wait to be read (M27). */
export const isStalled = ({ stalledAt, config }: MembershipLocal, { at }: Context): boolean =>
  at - stalledAt < config.probeTimeoutMs
