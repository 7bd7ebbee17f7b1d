/**
 * Timers of one member, spelt as JavaScript's own and as XState's `clock` wants them. They run on
 * the member's clock, so they drift with it, wait while its process is paused, and end with it.
 * Delays are Node's: under 1 ms, over 2^31-1 ms or no number are 1 ms, fractions are cut; whoever
 * relies on anything else would be wrong outside the world too.
 */
import type { Clock, Millis } from '@quorate/core'

/** A timer that was set; for clearing it only. */
export interface TimerHandle {
  readonly isTimer: true
}

/** `setTimeout` and its family, in virtual milliseconds; functions need no `this`. */
export interface Timers {
  /** Calls `run` once, so many milliseconds from now, never inside this call. */
  readonly setTimeout: (run: () => void, ms?: Millis) => TimerHandle
  /** No effect for a timer that has fired, or none. */
  readonly clearTimeout: (timer?: TimerHandle) => void
  /** Calls `run` again and again; each wait begins when `run` is called. */
  readonly setInterval: (run: () => void, ms?: Millis) => TimerHandle
  /** As `clearTimeout`. */
  readonly clearInterval: (timer?: TimerHandle) => void
}

const delayMaxMs = 2 ** 31 - 1

const delayOf = (ms: Millis): Millis => (ms >= 1 && ms <= delayMaxMs ? Math.trunc(ms) : 1)

class Timer implements TimerHandle {
  readonly isTimer = true
  cancel: () => void = () => {}
}

/** Timers on a clock. */
export function timersOf(clock: Clock): Timers {
  const arm = (timer: Timer, ms: Millis, run: () => void): void => {
    timer.cancel = clock.schedule(clock.monotonic() + delayOf(ms), run)
  }
  const clear = (timer?: TimerHandle): void => {
    if (timer instanceof Timer) timer.cancel()
  }
  return {
    setTimeout: (run, ms = 1) => {
      const timer = new Timer()
      arm(timer, ms, run)
      return timer
    },
    setInterval: (run, ms = 1) => {
      const timer = new Timer()
      const fire = (): void => {
        arm(timer, ms, fire)
        run()
      }
      arm(timer, ms, fire)
      return timer
    },
    clearTimeout: clear,
    clearInterval: clear,
  }
}
