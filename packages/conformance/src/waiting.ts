/**
 * Waiting on a clock for a condition: what a harness whose time is real gives as its `until`. Looks
 * at the condition every so often on the clock handed in, so it reads no ambient time; the deadline
 * is a limit for a broken adapter, not a pause for a good one.
 */
import { Subject, firstValueFrom } from 'rxjs'
import type { Clock, Millis } from '@quorate/core'

/** How often to look, and when to give up. */
export interface WaitingOptions {
  /** Milliseconds until the answer is false; default 2,000. */
  readonly deadlineMs?: Millis
  /** Milliseconds between looks; default 1. */
  readonly intervalMs?: Millis
}

/** A harness's `until` on a clock. */
export function waitingOn(
  clock: Clock,
  options: WaitingOptions = {},
): (condition: () => boolean) => Promise<boolean> {
  const { deadlineMs = 2_000, intervalMs = 1 } = options
  return (condition) => {
    const answer = new Subject<boolean>()
    const deadline = clock.monotonic() + deadlineMs
    const look = (): void => {
      const holds = condition()
      if (holds || clock.monotonic() >= deadline) answer.next(holds)
      else clock.schedule(clock.monotonic() + intervalMs, look)
    }
    const first = firstValueFrom(answer)
    look()
    return first
  }
}
