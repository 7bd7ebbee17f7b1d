/**
 * The hybrid logical clock (Kulkarni et al. 2014; event-log section 3). It decides which reading an
 * entry gets, so that a reading is above every one its author had seen (S3) and yet stays within
 * clock error of the wall. It never reads a clock and never goes back. Readings compare field by
 * field: 64 bits do not fit a number.
 *
 * Bounds: `l` is at most the highest wall seen anywhere, plus one for each 65,536 readings within
 * one millisecond; `c` is at most `counterMax`.
 */
import type { Hlc, Millis } from '../model/index.ts'

/** The largest `c`; 16 bits. One more carries into `l`. */
export const counterMax = 65_535

/** Below every reading that `tick` gives. */
export const zeroHlc: Hlc = { l: 0, c: 0 }

/** Negative if `a` is below `b`, 0 if equal, positive if above. */
export const compareHlc = (a: Hlc, b: Hlc): number => a.l - b.l || a.c - b.c

/** The reading of an event of our own: above `hlc`, and not behind the wall clock. */
export function tick(hlc: Hlc, wall: Millis): Hlc {
  const now = Math.floor(wall)
  return now > hlc.l ? { l: now, c: 0 } : after(hlc)
}

/** The reading of receiving `remote`: above both, and not behind the wall clock. */
export const receive = (hlc: Hlc, remote: Hlc, wall: Millis): Hlc =>
  tick(compareHlc(hlc, remote) < 0 ? remote : hlc, wall)

/** Whether a reading is more than `maxMs` ahead of the wall clock: held back, not merged. */
export const isAhead = (remote: Hlc, wall: Millis, maxMs: Millis): boolean =>
  remote.l > wall + maxMs

const after = (hlc: Hlc): Hlc =>
  hlc.c < counterMax ? { l: hlc.l, c: hlc.c + 1 } : { l: hlc.l + 1, c: 0 }
