import { describe, expect, it } from 'vitest'
import { tinyEffort } from './figure.ts'
import { step } from './step.ts'

describe('the benchmark of a step', () => {
  it('gives the rate of a member and of its kernel', async () => {
    const figures = await step.run(tinyEffort)
    expect(figures.map(({ name }) => name)).toEqual(['step', 'step/kernel'])
    for (const { value } of figures) expect(value).toBeGreaterThan(0)
  })
})
