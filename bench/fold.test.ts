import { describe, expect, it } from 'vitest'
import { tinyEffort } from './figure.ts'
import { fold, lateInsert } from './fold.ts'

describe.each([fold, lateInsert])('the benchmark $name', ({ name, run }) => {
  it.each([
    ['little', { ...tinyEffort, share: 0.002 }],
    ['as little as can be', { ...tinyEffort, share: 0 }],
  ])('measures the fold beside plain Maps: %s', async (_, effort) => {
    const figures = await run(effort)
    expect(figures.map((figure) => figure.name)).toEqual([name, `${name}/plain-maps`])
    for (const { value, min, max } of figures) {
      expect(min).toBeGreaterThan(0)
      expect(value).toBeGreaterThanOrEqual(min)
      expect(max).toBeGreaterThanOrEqual(value)
    }
  })
})
