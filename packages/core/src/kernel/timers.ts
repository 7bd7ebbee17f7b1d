/**
 * Which deadlines stand. A timer that fires for a deadline that was moved or dropped since is
 * stale and is ignored: disarming need not win a race with the clock.
 */
import { BucketMap } from '../collections/index.ts'
import type { Effect, Millis, TimerFired, TimerKey } from '../model/index.ts'

export type Timers = BucketMap<TimerKey, Millis>

export const noTimers: Timers = BucketMap.empty()

export const isStale = (timers: Timers, fired: TimerFired): boolean =>
  timers.get(fired.timer) !== fired.deadline

/** The deadlines that stand once these effects are carried out. */
export function timersAfter(timers: Timers, effects: readonly Effect[]): Timers {
  let next = timers
  for (const effect of effects) next = timersAfterOne(next, effect)
  return next
}

function timersAfterOne(timers: Timers, effect: Effect): Timers {
  switch (effect.kind) {
    case 'arm':
      return timers.with(effect.timer, effect.deadline)
    case 'disarm':
      return timers.without(effect.timer)
    case 'append':
    case 'start-log':
      return timersAfter(timers, effect.then)
    default:
      return timers
  }
}
