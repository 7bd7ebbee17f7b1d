/**
 * The seeds of a test that is repeated because order matters: each round is another world.
 */

/** The numbers from 1 to `count`. */
export const rounds = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, round) => round + 1)
