/**
 * A network that repeats itself: some frames arrive twice, the second time possibly much later.
 */
import { pass } from '../fault.ts'
import type { Rule } from '../fault.ts'
import type { Range } from '../random.ts'

/** Lets this share of the frames, 0 to 1, arrive twice, each after its own delay; 1 to 50 ms. */
export const duplicate =
  (share: number, range: Range = { min: 1, max: 50 }): Rule =>
  (_, draw) => {
    if (draw.unit('duplicate') >= share) return pass
    const first = draw.between(range, 'duplicate/first')
    return { kind: 'duplicate', afterMs: [first, draw.between(range, 'duplicate/second')] }
  }
