/**
 * A one-way cut: what one side sends does not reach the other, which is still heard. The fault that
 * tells failure detectors which trust their own silence from those that do not.
 */
import { pass } from '../fault.ts'
import type { Addresses, Rule } from '../fault.ts'

/** Drops what `from` sends to `to`, and nothing else. */
export const oneWay =
  (from: Addresses, to: Addresses): Rule =>
  (frame) =>
    from(frame.from) && to(frame.to) ? { kind: 'drop', reason: 'one-way' } : pass
