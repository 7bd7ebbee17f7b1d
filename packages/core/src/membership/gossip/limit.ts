/**
 * How often a claim is told before it is left alone: SWIM's lambda log n (Das, Gupta, Motivala, DSN
 * 2002, section 4.1). If everybody who hears it tells it so often, about n^-(2 lambda - 2) of the
 * members do not hear it.
 */

/** `mult` times the doublings it takes until everybody has heard; at least once. */
export const retransmitLimit = (mult: number, members: number): number =>
  Math.max(1, Math.ceil(mult * Math.log2(members + 1)))
