import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Content, sectorBytes } from './content.ts'
import type { Change } from './content.ts'

const placeMax = 3_000

const step = fc.oneof(
  fc.record({ at: fc.nat(placeMax), bytes: fc.uint8Array({ maxLength: 1_500 }) }),
  fc.record({ size: fc.nat(placeMax) }),
)
type Step = { readonly at: number; readonly bytes: Uint8Array } | { readonly size: number }

/** What a file is to whoever reads it: a run of bytes. */
function changed(before: Uint8Array, change: Step): Uint8Array {
  if ('size' in change) return resized(before, change.size)
  const { at, bytes } = change
  if (bytes.length === 0) return before
  const after = resized(before, Math.max(before.length, at + bytes.length))
  after.set(bytes, at)
  return after
}

function resized(bytes: Uint8Array, size: number): Uint8Array {
  const other = new Uint8Array(size)
  other.set(bytes.subarray(0, size))
  return other
}

const carryOut = (content: Content, change: Step): Change =>
  'size' in change ? content.truncate(change.size) : content.write(change.at, change.bytes)

const all = (content: Content): Uint8Array => content.read(0, content.size)

describe('the content of a file', () => {
  it('is what was written to it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.nat(placeMax), (steps, at) => {
        const content = new Content()
        let model: Uint8Array = new Uint8Array()
        for (const each of steps) {
          carryOut(content, each)
          model = changed(model, each)
        }
        expect(all(content)).toEqual(model)
        expect(content.read(at, 700)).toEqual(model.slice(at, at + 700))
      }),
    )
  })

  it('is the same in a copy that all changes were done to, and no copy changes another', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.array(step, { maxLength: 8 }), (a, b) => {
        const content = new Content()
        for (const each of a) carryOut(content, each)
        const [older, kept] = [new Content(content), all(content)]
        const changes = b.map((each) => carryOut(content, each))
        expect(all(older)).toEqual(kept)
        for (const change of changes) older.apply(change)
        expect(all(older)).toEqual(all(content))
      }),
    )
  })

  it('takes room for what was written only', () => {
    const content = new Content()
    content.truncate(1 << 24)
    expect(content.taken).toBe(0)
    content.write(sectorBytes * 10 - 1, Uint8Array.of(1, 2))
    expect(content.taken).toBe(2)
    expect(content.read(sectorBytes * 10 - 2, 4)).toEqual(Uint8Array.of(0, 1, 2, 0))
    content.truncate(sectorBytes * 10)
    expect(content.taken).toBe(1)
  })

  it('has exactly one other bit when one rotted, also as others see it, if they see that sector', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 1_500 }), fc.nat(), (bytes, n) => {
        const durable = new Content()
        durable.write(0, bytes)
        const cached = new Content(durable)
        cached.write(0, bytes.slice(0, 1))
        const bit = n % (durable.taken * sectorBytes * 8)
        durable.flip(bit, cached)
        const isShown = bit >= sectorBytes * 8
        const expected = resized(bytes, durable.taken * sectorBytes)
        expected[bit >> 3] = (expected[bit >> 3] ?? 0) ^ (1 << (bit % 8))
        expect(all(durable)).toEqual(expected.slice(0, bytes.length))
        expect(all(cached)).toEqual(isShown ? all(durable) : bytes)
      }),
    )
  })
})
