/**
 * The ordinary network: every frame arrives, each after a delay of its own, so that frames may
 * overtake each other. Decides about every frame; a world asks it last.
 */
import type { Rule } from '../../fault.ts'
import type { Range } from '../../random.ts'

/** Delivers everything, after a delay drawn evenly; default 1 to 5 ms. */
export const latency =
  (range: Range = { min: 1, max: 5 }): Rule =>
  (_, draw) => ({ kind: 'deliver', afterMs: draw.between(range, 'latency') })
