import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { confidenceOf } from './index.ts'

describe('confidenceOf', () => {
  it.each([
    // misses, miss rate, confidence
    [0, 0, 0],
    [0, 0.5, 0],
    [0, 1, 0],
    [1, 0.1, 1],
    [3, 0.1, 3],
    [1, 0.01, 2],
    [4, 0.01, 8],
    [1, 0, 3],
    [1, 0.001, 3],
    [2, 0.0001, 6],
    [1, 0.5, 0.301],
    [10, 1, 3.01],
  ])('%d misses at a rate of %d: %d', (misses, missRate, expected) => {
    expect(confidenceOf({ misses, missRate })).toBeCloseTo(expected, 3)
  })

  it('is exactly 0 for no miss', () => {
    expect(confidenceOf({ misses: 0, missRate: 0.2 })).toBe(0)
  })

  it('rises with every miss, and falls as misses become usual', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.nat(20), rate, rate, (misses, a, b) => {
        const [rare, usual] = [Math.min(a, b), Math.max(a, b)]
        const confidence = confidenceOf({ misses, missRate: rare })
        expect(confidence).toBeGreaterThanOrEqual(confidenceOf({ misses, missRate: usual }))
        expect(confidenceOf({ misses: misses + 1, missRate: usual })).toBeGreaterThan(
          confidenceOf({ misses, missRate: usual }),
        )
      }),
    )
  })

  it('is -log10 of the chance of such a silence', () => {
    const rate = fc.double({ min: 0.001, max: 0.5, noNaN: true })
    fc.assert(
      fc.property(fc.nat(50), rate, (misses, missRate) => {
        expect(confidenceOf({ misses, missRate })).toBeCloseTo(-Math.log10(missRate ** misses), 6)
      }),
    )
  })
})
