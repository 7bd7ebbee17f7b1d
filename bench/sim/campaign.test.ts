import { describe, expect, it } from 'vitest'
import { tinyEffort } from '../figure.ts'
import { simCampaign } from './campaign.ts'
import { simShrink } from './shrink.ts'

describe('the benchmark campaign', () => {
  it('counts all runs from a few, and says what checks cost', async () => {
    const figures = await simCampaign.run(tinyEffort)
    const names = figures.map(({ name }) => name)
    expect(names).toEqual(['campaign', 'campaign/checked', 'campaign/bare'])
    for (const { value, min, max } of figures) {
      expect(min).toBeGreaterThan(0)
      expect(value).toBeGreaterThanOrEqual(min)
      expect(max).toBeGreaterThanOrEqual(value)
    }
  })
})

describe('the benchmark shrink', () => {
  it('cuts a planted bug down', async () => {
    const [share, ops, runs] = await simShrink.run(tinyEffort)
    expect(share).toMatchObject({ name: 'shrink', value: 1 })
    expect(ops?.value).toBeLessThanOrEqual(10)
    expect(runs?.max).toBeLessThanOrEqual(30)
  })
})
