import { describe, expect, it } from 'vitest'
import { tinyEffort } from '../figure.ts'
import { sim1000, sim5, sim50 } from './index.ts'

describe('the benchmarks of the simulation', () => {
  it.each([
    [sim5, ['sim-5']],
    [sim50, ['sim-50', 'sim-50/checksums']],
    [sim1000, ['sim-1000', 'sim-1000/speed', 'sim-1000/start']],
  ])('give their figures', async ({ run }, names) => {
    const figures = await run({ ...tinyEffort, share: 0.01 })
    expect(figures.map(({ name }) => name)).toEqual(names)
    for (const { value } of figures) expect(value).toBeGreaterThan(0)
  })
})
