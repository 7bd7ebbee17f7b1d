/**
 * A network that lets frames be overtaken by far: some are held back longer than others take.
 */
import { pass } from '../../fault.ts'
import type { Rule } from '../../fault.ts'
import type { Range } from '../../random.ts'

/** Delays this share of the frames, 0 to 1, by more than the ordinary; default 10 to 100 ms. */
export const reorder =
  (share: number, range: Range = { min: 10, max: 100 }): Rule =>
  (_, draw) =>
    draw.unit('reorder') < share
      ? { kind: 'deliver', afterMs: draw.between(range, 'reorder/delay') }
      : pass
