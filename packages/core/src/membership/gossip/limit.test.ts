import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retransmitLimit } from './index.ts'

describe('retransmitLimit', () => {
  it.each([
    // mult, members, times
    [3, 0, 1],
    [3, 1, 3],
    [3, 2, 5],
    [3, 3, 6],
    [3, 7, 9],
    [3, 8, 10],
    [3, 50, 18],
    [3, 1_000, 30],
    [1, 1, 1],
    [0, 1_000, 1],
    [0.1, 7, 1],
    [4, 63, 24],
  ])('%d times the doublings of %d members: %d', (mult, members, times) => {
    expect(retransmitLimit(mult, members)).toBe(times)
  })

  it('is a whole number from 1 on that rises with both', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(10_000), fc.nat(10_000), (mult, some, more) => {
        const limit = retransmitLimit(mult, some)
        expect(Number.isInteger(limit)).toBe(true)
        expect(limit).toBeGreaterThanOrEqual(1)
        expect(retransmitLimit(mult, some + more)).toBeGreaterThanOrEqual(limit)
        expect(retransmitLimit(mult + 1, some)).toBeGreaterThanOrEqual(limit)
      }),
    )
  })
})
