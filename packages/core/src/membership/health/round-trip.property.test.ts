import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measured, probeTimeoutOf, type RoundTrip } from './index.ts'

const bounds = { minMs: 50, maxMs: 500 }
const sample = fc.double({ min: 0, max: 10_000, noNaN: true })

const after = (samples: readonly number[]): RoundTrip | undefined =>
  samples.reduce<RoundTrip | undefined>(measured, undefined)

describe('measured', () => {
  it.each<[number[], RoundTrip | undefined]>([
    [[], undefined],
    [[40], { smoothedMs: 40, variationMs: 20 }],
    [[0], { smoothedMs: 0, variationMs: 0 }],
    // RFC 6298: variation by the old smoothed time: 3/4 * 20 + 1/4 * 40, then 7/8 * 40 + 1/8 * 80
    [[40, 80], { smoothedMs: 45, variationMs: 25 }],
    [[40, 0], { smoothedMs: 35, variationMs: 25 }],
    [[40, 40], { smoothedMs: 40, variationMs: 15 }],
    [[40, 80, 45], { smoothedMs: 45, variationMs: 18.75 }],
  ])('%j: %j', (samples, expected) => {
    expect(after(samples)).toEqual(expected)
  })

  it('lies among the samples, and varies by their range or half the first at most', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 50 }), (samples) => {
        const { smoothedMs, variationMs } = after(samples) ?? { smoothedMs: NaN, variationMs: NaN }
        const [low, high] = [Math.min(...samples), Math.max(...samples)]
        const slack = 1e-6
        expect(smoothedMs).toBeGreaterThanOrEqual(low - slack)
        expect(smoothedMs).toBeLessThanOrEqual(high + slack)
        expect(variationMs).toBeGreaterThanOrEqual(0)
        const most = Math.max(high - low, (samples[0] ?? 0) / 2)
        expect(variationMs).toBeLessThanOrEqual(most + slack)
      }),
    )
  })

  it('comes to rest at what every sample is', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 20 }), sample, (samples, steady) => {
        const settled = after([...samples, ...new Array<number>(400).fill(steady)])
        expect(settled?.smoothedMs).toBeCloseTo(steady, 3)
        expect(settled?.variationMs).toBeCloseTo(0, 3)
      }),
    )
  })
})

describe('probeTimeoutOf', () => {
  it.each<[RoundTrip | undefined, number]>([
    [undefined, 500],
    [{ smoothedMs: 40, variationMs: 20 }, 120],
    [{ smoothedMs: 1, variationMs: 0.5 }, 50],
    [{ smoothedMs: 300, variationMs: 150 }, 500],
    [{ smoothedMs: 50, variationMs: 0 }, 50],
    [{ smoothedMs: 500, variationMs: 0 }, 500],
  ])('after %j: %d ms', (roundTrip, expected) => {
    expect(probeTimeoutOf(roundTrip, bounds)).toBe(expected)
  })

  it('stays within its bounds, and longer round trips never make it shorter', () => {
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        const timeout = probeTimeoutOf(after(samples), bounds)
        expect(timeout).toBeGreaterThanOrEqual(bounds.minMs)
        expect(timeout).toBeLessThanOrEqual(bounds.maxMs)
        const twice = after(samples.map((ms) => ms * 2))
        expect(probeTimeoutOf(twice, bounds)).toBeGreaterThanOrEqual(timeout)
      }),
    )
  })

  it('passes every sample of a steady link by far', () => {
    const jitter = Array.from({ length: 200 }, (_, i) => 20 + ((i * 7) % 5))
    const timeout = probeTimeoutOf(after(jitter), { minMs: 0, maxMs: 500 })
    expect(timeout).toBeGreaterThan(24)
    expect(timeout).toBeLessThan(40)
  })
})
