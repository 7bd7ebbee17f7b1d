/**
 * Which deadlines stand. A timer that fires for a deadline that was moved or dropped since is
 * stale and is ignored: disarming need not win a race with the clock.
 */
import type { Arm, Disarm, Effect, Millis, TimerFired, TimerKey } from '../model/index.ts'

export type Timers = ReadonlyMap<TimerKey, Millis>

export const isStale = (timers: Timers, fired: TimerFired): boolean =>
  timers.get(fired.timer) !== fired.deadline

export function withoutTimer(timers: Timers, key: TimerKey): Timers {
  const next = new Map(timers)
  next.delete(key)
  return next
}

/** The deadlines that stand once these effects are carried out. */
export function timersAfter(timers: Timers, effects: readonly Effect[]): Timers {
  if (!effects.some(mayMoveTimers)) return timers
  const changes = effects.flatMap(timerChanges)
  const next = new Map(timers)
  for (const change of changes)
    if (change.kind === 'arm') next.set(change.timer, change.deadline)
    else next.delete(change.timer)
  return next
}

/** Most steps arm nothing: they must not pay for those that do. */
const mayMoveTimers = ({ kind }: Effect): boolean =>
  kind === 'arm' || kind === 'disarm' || kind === 'append'

function timerChanges(effect: Effect): readonly (Arm | Disarm)[] {
  switch (effect.kind) {
    case 'arm':
    case 'disarm':
      return [effect]
    case 'append':
      return effect.then.flatMap(timerChanges)
    default:
      return []
  }
}
