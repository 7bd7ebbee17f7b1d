/**
 * Whether this process did not run when it should have: a timer that fires long after its deadline
 * shows that the event loop was busy or the process stopped, and with it everything that would have
 * been heard meanwhile (the case for Lifeguard, Dadgar, Phillips, Currey, arXiv 1707.00788, as Node
 * has it). Nothing may be concluded from a silence of that time.
 */
import type { Millis } from '../../model/index.ts'

export const isLate = (timer: {
  readonly deadline: Millis
  /** When it fired, by the same clock. */
  readonly at: Millis
  /** How late a timer may be. */
  readonly lateMs: Millis
}): boolean => timer.at - timer.deadline > timer.lateMs
