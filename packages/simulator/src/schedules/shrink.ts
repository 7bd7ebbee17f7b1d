/**
 * Cuts a failing schedule down: leaves out parts, large ones first, as long as it still fails.
 * Since every draw is keyed by what it is for, what is left does the same as before.
 */
import type { Schedule } from './schedule.ts'

/** The schedule with no step that is not needed to fail. */
export async function shrunk(
  schedule: Schedule,
  fails: (candidate: Schedule) => Promise<boolean>,
): Promise<Schedule> {
  let best = schedule
  for (let size = best.steps.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < best.steps.length; ) {
      const steps = best.steps.toSpliced(at, size)
      const candidate = { ...best, steps }
      if (await fails(candidate)) best = candidate
      else at += size
    }
  }
  return best
}
