import { describe, expect, it } from 'vitest'
import { isMet, tinyEffort } from './figure.ts'
import { frames, framesBudget } from './frames.ts'

describe('frames at rest', () => {
  it('are as many as the budget says: a ping and an ack, for any number of members', async () => {
    const figures = await frames.run(tinyEffort)
    const counted = new Map(figures.map(({ name, value }) => [Number(name.split('/')[1]), value]))
    expect(counted).toEqual(framesBudget)
    expect(figures.every(isMet)).toBe(true)
  })
})
