import { describe, expect, it } from 'vitest'
import { foldBenchmarks } from './fold.ts'

describe('the benchmark of the fold', () => {
  it('measures the fold and a late entry, each beside plain Maps', async () => {
    const measured = await foldBenchmarks({ scale: 0.002 })
    expect(measured.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
      'fold entries/s',
      'fold: plain Maps entries/s',
      'late-insert ms',
      'late-insert: plain Maps ms',
    ])
    for (const { value, min, max } of measured) {
      expect(min).toBeGreaterThan(0)
      expect(value).toBeGreaterThanOrEqual(min)
      expect(max).toBeGreaterThanOrEqual(value)
    }
  })

  it('takes the smallest scale', async () => {
    expect(await foldBenchmarks({ scale: 0 })).toHaveLength(4)
  })
})
