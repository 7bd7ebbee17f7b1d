import { describe, expect, it } from 'vitest'
import { tinyEffort } from './figure.ts'
import { frame } from './frame.ts'

describe('the benchmark of a frame', () => {
  it('gives the share of its limit, its rate and the limit', async () => {
    const figures = await frame.run(tinyEffort)
    expect(figures.map(({ name }) => name)).toEqual(['frame', 'frame/rate', 'frame/limit'])
    for (const { value } of figures) expect(value).toBeGreaterThan(0)
  })
})
