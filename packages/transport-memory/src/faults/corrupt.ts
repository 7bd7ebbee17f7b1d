/**
 * A network that damages frames, in one of three ways drawn evenly: one bit turned over, the end
 * cut off, a run of bytes become others. A damaged frame always differs from what was sent, which a
 * receiver must notice. An empty frame has nothing to damage and passes.
 */
import { pass } from '../fault.ts'
import type { Rule } from '../fault.ts'
import type { Draw, Range } from '../random.ts'

/** Damages this share of the frames, 0 to 1; they arrive after 1 to 5 ms. */
export const corrupt =
  (share: number, range: Range = { min: 1, max: 5 }): Rule =>
  ({ bytes }, draw) => {
    if (bytes.length === 0 || draw.unit('corrupt') >= share) return pass
    const damage = damages[below(damages.length, draw, 'corrupt/way')] ?? flipped
    const afterMs = draw.between(range, 'corrupt/delay')
    return { kind: 'corrupt', bytes: damage(bytes, draw), afterMs }
  }

/** Other bytes than those given, which are at least one. */
type Damage = (bytes: Uint8Array, draw: Draw) => Uint8Array

const below = (bound: number, draw: Draw, label: string): number =>
  Math.floor(draw.unit(label) * bound)

const flipped: Damage = (bytes, draw) => {
  const bit = below(bytes.length * 8, draw, 'corrupt/bit')
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
}

const cutShort: Damage = (bytes, draw) =>
  bytes.slice(0, below(bytes.length, draw, 'corrupt/length'))

/** Each byte of the run is changed by something other than 0, so none stays what it was. */
const garbled: Damage = (bytes, draw) => {
  const start = below(bytes.length, draw, 'corrupt/start')
  const end = start + 1 + below(bytes.length - start, draw, 'corrupt/end')
  const garbage = (i: number): number => 1 + below(255, draw, `corrupt/byte/${i}`)
  return bytes.map((byte, i) => (i >= start && i < end ? byte ^ garbage(i) : byte))
}

const damages: readonly Damage[] = [flipped, cutShort, garbled]
