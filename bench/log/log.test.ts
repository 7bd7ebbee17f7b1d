import { describe, expect, it } from 'vitest'
import { tinyEffort } from '../figure.ts'
import { logAppend, logHeld, logOpen, logStart } from './index.ts'

describe('the benchmarks of a log in files', () => {
  it('give the share of the limit, the rate and the limit, for one writer and for many', async () => {
    const figures = await logAppend.run(tinyEffort)
    expect(figures.map(({ name }) => name)).toEqual([
      'log-append',
      'log-append/rate',
      'log-append/limit',
      'log-append/64',
      'log-append/64/rate',
      'log-append/64/limit',
    ])
    for (const { value } of figures) expect(value).toBeGreaterThan(0)
  })

  it('give how fast a member starts, with a checkpoint and without, and its memory', async () => {
    const figures = await logStart.run(tinyEffort)
    expect(figures.length).toBe(15)
    for (const { value, unit } of figures)
      if (unit !== 'bytes/entry') expect(value).toBeGreaterThan(0)
  })

  it('give the memory of an entry that is held', async () => {
    const [figure] = await logHeld.run(tinyEffort)
    expect(figure).toMatchObject({ name: 'log-held', unit: 'bytes/entry' })
  })

  it('give how fast a log opens, how long it takes, the limit, and its bytes', async () => {
    const figures = await logOpen.run(tinyEffort)
    expect(figures.length).toBe(12)
    for (const { value } of figures) expect(value).toBeGreaterThan(0)
  })
})
