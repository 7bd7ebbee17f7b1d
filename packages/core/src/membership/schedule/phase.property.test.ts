import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoreTag } from '../../model/index.ts'
import { phaseOf } from './index.ts'
import { chiSquared, tagsOf } from './tags.fixture.ts'

const inOrder = Array.from(
  { length: 10_000 },
  (_, i) => i.toString(16).padStart(16, '0') as StoreTag,
)

describe('phaseOf', () => {
  it.each([
    // members of two releases must agree
    ['0000000000000000', 388],
    ['0011223344556677', 2],
    ['ffffffffffffffff', 384],
  ])('of %s is %d ms of 1000', (tag, phase) => {
    expect(phaseOf(tag as StoreTag, 1_000)).toBe(phase)
  })

  it('is a whole number of milliseconds within the period', () => {
    const tag = fc
      .bigInt({ min: 0n, max: 2n ** 64n - 1n })
      .map((n) => n.toString(16).padStart(16, '0') as StoreTag)
    fc.assert(
      fc.property(tag, fc.integer({ min: 1, max: 86_400_000 }), (each, periodMs) => {
        const phase = phaseOf(each, periodMs)
        expect(Number.isInteger(phase)).toBe(true)
        expect(phase).toBeGreaterThanOrEqual(0)
        expect(phase).toBeLessThan(periodMs)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['drawn', tagsOf(10_000)],
    ['in order', inOrder],
  ])('spreads 10,000 tags evenly over the period, %s', (_, tags) => {
    const counts = new Array<number>(50).fill(0)
    for (const tag of tags) {
      const bucket = Math.floor(phaseOf(tag, 1_000) / 20)
      counts[bucket] = (counts[bucket] ?? 0) + 1
    }
    // 49 degrees of freedom: above 85.4 once in a thousand
    expect(chiSquared(counts)).toBeLessThan(85.4)
  })
})
