/**
 * Port: time. Two scales that must not be mixed: `monotonic` for deadlines and durations, `now`
 * for the wall clock. The contract is `@quorate/conformance`'s `clockContract`.
 */
import type { Millis } from '../model/index.ts'

export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  monotonic(): Millis
  /** Wall clock: milliseconds since 1970-01-01 UTC; may jump. */
  now(): Millis
  /**
   * Calls `run` once `monotonic()` has reached `at`, never before and never inside this call;
   * equal deadlines fire in the order they were scheduled. Returns how to cancel it.
   */
  schedule(at: Millis, run: () => void): () => void
  /** Calls `run` when the work of this moment is done, before time moves on. */
  defer(run: () => void): void
}
