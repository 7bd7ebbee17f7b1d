/**
 * A network that damages frames: one bit of some of them is turned over, which a receiver must
 * notice. An empty frame has no bit to turn and passes.
 */
import { pass } from '../fault.ts'
import type { Rule } from '../fault.ts'
import type { Range } from '../random.ts'

/** Turns one bit of this share of the frames, 0 to 1; they arrive after 1 to 5 ms. */
export const corrupt =
  (share: number, range: Range = { min: 1, max: 5 }): Rule =>
  ({ bytes }, draw) => {
    if (bytes.length === 0 || draw.unit('corrupt') >= share) return pass
    const bit = Math.floor(draw.unit('corrupt/bit') * bytes.length * 8)
    const damaged = bytes.slice()
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return { kind: 'corrupt', bytes: damaged, afterMs: draw.between(range, 'corrupt/delay') }
  }
