import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suspicionMinMs, suspicionTimeoutMs, wantedConfirmations } from './index.ts'

const millis = fc.oneof(fc.nat(60_000), fc.double({ min: 0, max: 60_000, noNaN: true }))

describe('suspicionMinMs', () => {
  it.each([
    // members, milliseconds
    [0, 1_500],
    [1, 1_500],
    [2, 1_700],
    [3, 1_900],
    [4, 1_900],
    [5, 2_100],
    [8, 2_100],
    [9, 2_300],
    [50, 2_700],
    [1_000, 3_500],
    [1_024, 3_500],
    [1_025, 3_700],
  ])('of %d members: %d ms, of which 1500 for a process that hangs', (members, expected) => {
    expect(suspicionMinMs({ suspicionMs: 1_500, gossipMs: 200, members })).toBe(expected)
  })

  it('is at least the time that a process may hang, and rises with the members', () => {
    fc.assert(
      fc.property(millis, millis, fc.nat(5_000), fc.nat(5_000), (suspicionMs, gossipMs, a, b) => {
        const few = suspicionMinMs({ suspicionMs, gossipMs, members: a })
        expect(few).toBeGreaterThanOrEqual(suspicionMs)
        expect(suspicionMinMs({ suspicionMs, gossipMs, members: a + b })).toBeGreaterThanOrEqual(
          few,
        )
      }),
    )
  })
})

describe('wantedConfirmations', () => {
  it.each([
    // max, members, wanted
    [3, 0, 0],
    [3, 1, 0],
    [3, 2, 0],
    [3, 3, 1],
    [3, 4, 2],
    [3, 5, 3],
    [3, 6, 3],
    [3, 1_000, 3],
    [0, 1_000, 0],
    [-1, 1_000, 0],
  ])('of at most %d among %d members: %d', (max, members, wanted) => {
    expect(wantedConfirmations(max, members)).toBe(wanted)
  })
})

describe('suspicionTimeoutMs', () => {
  it.each([
    // memberlist, suspicion_test.go, TestSuspicion_remainingSuspicionTime: remaining + elapsed
    [0, 30_000],
    [1, 16_000],
    [2, 7_810],
    [3, 2_000],
    [4, 2_000],
    [5, 2_000],
  ])('is what memberlist has after %d of 3 confirmations: %d ms', (confirmations, expected) => {
    const given = { minMs: 2_000, maxMs: 30_000, confirmations, wanted: 3 }
    expect(Math.floor(suspicionTimeoutMs(given))).toBe(expected)
  })

  const within = fc
    .record({ a: millis, b: millis, wanted: fc.nat(12), confirmations: fc.nat(14) })
    .map(({ a, b, ...rest }) => ({ minMs: Math.min(a, b), maxMs: Math.max(a, b), ...rest }))

  it('lies between the two, and falls with every confirmation', () => {
    fc.assert(
      fc.property(within, (given) => {
        const timeout = suspicionTimeoutMs(given)
        expect(timeout).toBeGreaterThanOrEqual(given.minMs)
        expect(timeout).toBeLessThanOrEqual(given.maxMs)
        const next = suspicionTimeoutMs({ ...given, confirmations: given.confirmations + 1 })
        expect(next).toBeLessThanOrEqual(timeout)
        const isPlain = given.maxMs - given.minMs > 1 && given.confirmations < given.wanted
        if (isPlain) expect(next).toBeLessThan(timeout)
      }),
      { numRuns: 1_000 },
    )
  })

  it('begins and ends exactly', () => {
    fc.assert(
      fc.property(within, fc.nat(5), ({ wanted, ...rest }, more) => {
        const first = suspicionTimeoutMs({ ...rest, wanted: wanted + 1, confirmations: 0 })
        expect(first).toBe(rest.maxMs)
        const last = suspicionTimeoutMs({ ...rest, wanted, confirmations: wanted + more })
        expect(last).toBe(rest.minMs)
      }),
    )
  })

  it('is the least from the start if nobody could confirm', () => {
    const pair = { minMs: 2_000, maxMs: 30_000, confirmations: 0 }
    expect(suspicionTimeoutMs({ ...pair, wanted: 0 })).toBe(2_000)
  })

  it('is the least if the most is set below it, as it may be once the cluster has grown', () => {
    for (const confirmations of [0, 1, 2, 3]) {
      const given = { minMs: 2_000, maxMs: 1_000, confirmations, wanted: 3 }
      expect(suspicionTimeoutMs(given)).toBe(2_000)
    }
  })
})
