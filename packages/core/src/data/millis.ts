/**
 * Time as the core sees it: numbers handed in, never read. `at` is monotonic (for deadlines and
 * durations of one process), `wall` is civil time (for the hybrid logical clock only).
 */

/** Milliseconds, possibly fractional. */
export type Millis = number
