import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawSome, type Pool, poolOf } from './entropy.ts'

const entropyOf = (n: number): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, i) => (n >>> (8 * (i % 4))) & 255)
const below = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => i)
const even = (size: number): Pool<number> => ({
  size,
  at: (place) => (place % 2 === 0 ? place : undefined),
})

describe('drawSome', () => {
  it('draws each at most once, of those there are only, and all if fewer are there', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(), (size, count, n) => {
        const draw = { entropy: entropyOf(n), label: 'test', count }
        const drawn = drawSome(poolOf(below(size)), draw)
        expect(drawn).toHaveLength(Math.min(size, count))
        expect(new Set(drawn).size).toBe(drawn.length)
        expect(drawn.every((one) => one < size)).toBe(true)
        const fit = drawSome(even(size), draw)
        expect(fit).toHaveLength(Math.min(Math.ceil(size / 2), count))
        expect(fit.every((one) => one % 2 === 0)).toBe(true)
      }),
    )
  })

  it('draws every pair about equally often, the order included', () => {
    const times = 30_000
    const counts = new Map<string, number>()
    for (let n = 0; n < times; n++) {
      const draw = { entropy: entropyOf(n * 0x9e37), label: 'test', count: 2 }
      const pair = drawSome(poolOf(below(6)), draw).join()
      counts.set(pair, (counts.get(pair) ?? 0) + 1)
    }
    expect(counts.size).toBe(30)
    for (const count of counts.values()) {
      expect(count).toBeGreaterThan(800)
      expect(count).toBeLessThan(1200)
    }
  })

  it('looks at no more places than it has to', () => {
    let looked = 0
    const at = (place: number): number => (looked++, place)
    drawSome({ size: 1000, at }, { entropy: entropyOf(1), label: 'test', count: 3 })
    expect(looked).toBe(3)
  })
})
