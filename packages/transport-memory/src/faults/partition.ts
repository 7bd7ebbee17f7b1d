/**
 * A partition: nothing crosses between two sides, either way. Frames under way when it begins still
 * arrive; addresses on neither side are not concerned.
 */
import { pass } from '../fault.ts'
import type { Addresses, Rule } from '../fault.ts'

/** Drops what is sent from one side to the other. */
export const partition =
  (side: Addresses, otherSide: Addresses): Rule =>
  ({ from, to }) =>
    (side(from) && otherSide(to)) || (otherSide(from) && side(to))
      ? { kind: 'drop', reason: 'partition' }
      : pass
