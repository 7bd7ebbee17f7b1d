import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { belowOf, bitsOf, drawsOf, keyOf, mix, mixBytes, mixText, mixTime } from './random.ts'
import { unitOf } from './random.ts'

describe('keyed draws', () => {
  it('are the same on every machine: MurmurHash3 of one word', () => {
    // smhasher's murmur3_32 of the 4 bytes 21 43 65 87 with seed 0 is 0xf55b516b; with the seed
    // 0x5082edee, 0x2362f9de. The length (4) goes in before the last rounds.
    expect(bitsOf(mix(0, 0x87654321) ^ 4)).toBe(0xf55b516b)
    expect(bitsOf(mix(0x5082edee, 0x87654321) ^ 4)).toBe(0x2362f9de)
  })

  it('are the same in every version: vectors', () => {
    const keys = [keyOf(1), keyOf('1'), keyOf(1, 'a'), keyOf(1, 'a', 2.5), keyOf('seed', 'b', 0)]
    expect(keys.map((key) => bitsOf(key).toString(16))).toMatchInlineSnapshot(`
      [
        "e4557d83",
        "e4557d83",
        "b8f1ed3",
        "42131b91",
        "1434d719",
      ]
    `)
  })

  it('tell every part from every other place it could be in', () => {
    expect(keyOf(1, 'ab', 'c')).not.toBe(keyOf(1, 'a', 'bc'))
    expect(keyOf(1, 'a', 'b')).not.toBe(keyOf(1, 'b', 'a'))
    expect(keyOf(1, 'a')).not.toBe(keyOf(2, 'a'))
    expect(mixTime(0, 1)).not.toBe(mixTime(0, 1.001))
    expect(mixTime(0, 4_096)).not.toBe(mixTime(0, 8_192))
    expect(mixText(0, '')).not.toBe(0)
  })

  it('of bytes depend on every byte and on how many there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), (bytes, n) => {
        const other = bytes.slice()
        const i = n % bytes.length
        other[i] = (other[i] ?? 0) ^ 1
        expect(mixBytes(0, other)).not.toBe(mixBytes(0, bytes))
        expect(mixBytes(0, bytes.slice(0, -1))).not.toBe(mixBytes(0, bytes))
      }),
    )
  })

  it('are spread evenly over neighbouring keys', () => {
    const buckets = Array.from({ length: 16 }, () => 0)
    for (let i = 0; i < 16_000; i++) {
      const bucket = belowOf(keyOf('even', i), 16)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    const squares = buckets.map((count) => (count - 1_000) ** 2 / 1_000)
    const chiSquare = squares.reduce((sum, square) => sum + square, 0)
    expect(chiSquare).toBeLessThan(40)
  })

  it('stay in their range', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1_000 }), (key, bound) => {
        expect(unitOf(key)).toBeGreaterThanOrEqual(0)
        expect(unitOf(key)).toBeLessThan(1)
        expect(belowOf(key, bound)).toBeLessThan(bound)
        const drawn = drawsOf(key).between({ min: 2, max: 2 + bound }, 'x')
        expect(drawn).toBeGreaterThanOrEqual(2)
        expect(drawn).toBeLessThan(2 + bound)
        expect(drawsOf(key).between({ min: bound, max: bound }, 'x')).toBe(bound)
      }),
    )
  })

  it('about one thing differ by label and not by order', () => {
    const draw = drawsOf(7)
    const loss = draw.unit('loss')
    expect(draw.unit('latency')).not.toBe(loss)
    expect(draw.unit('loss')).toBe(loss)
  })
})
