import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exponentialQuantile, paretoQuantile } from './quantiles.ts'

const many = Array.from({ length: 20_000 }, (_, i) => (i + 0.5) / 20_000)

describe.each([
  ['exponential', exponentialQuantile, (unit: number) => -Math.log(1 - unit)],
  ['Pareto', paretoQuantile, (unit: number) => (1 - unit) ** (-2 / 3)],
] as const)('the %s law by table', (_, quantile, law) => {
  it('is the law to 7 percent, into the tail', () => {
    const units = [...many, ...[3, 4, 5, 6, 7].map((digits) => 1 - 0.1 ** digits)]
    const errors = units.map(
      (unit) => Math.abs(quantile(unit) - law(unit)) / Math.max(1, law(unit)),
    )
    expect(Math.max(...errors)).toBeLessThan(0.07)
  })

  it('is exact to a millionth at every 64th, and where a table hands over to its tail', () => {
    for (let i = 0; i < 64; i++) expect(quantile(i / 64)).toBeCloseTo(law(i / 64), 6)
    for (const unit of [63 / 64 + 1 / 4_096, 1 - 1 / 4_096, 1 - 1 / 262_144]) {
      expect(quantile(unit) / law(unit)).toBeCloseTo(1, 5)
    }
  })

  it('never falls as the draw rises, and is finite for every draw of 32 bits', () => {
    const bits = fc.integer({ min: 0, max: 0xffff_fffe })
    fc.assert(
      fc.property(bits, (bit) => {
        const [lower, upper] = [quantile(bit / 2 ** 32), quantile((bit + 1) / 2 ** 32)]
        expect(lower).toBeLessThanOrEqual(upper)
        expect(upper).toBeLessThan(Infinity)
      }),
    )
  })
})
