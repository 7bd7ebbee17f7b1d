import { createMember, defaultSettings } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { pacedBy } from './pace.ts'

/** Milliseconds until one of three is failed for the others, after it crashed. */
async function noticedAfter(periodMs: number): Promise<number> {
  const world = createWorld({ seed: 1, latencyMs: { min: 0.01, max: 0.02 } })
  const settings = pacedBy(periodMs)
  const start = (name: string) =>
    world.settle(createMember({ secret: 'long enough', settings, ...world.env(name) }))
  const [a, b, c] = [await start('a'), await start('b'), await start('c')]
  for (const member of [b, c]) await world.settle(member.join('a'))
  await world.advance(3 * periodMs)
  world.crash('c')
  const at = world.now
  await world.until(() => a.isFailed('c') && b.isFailed('c'))
  return world.now - at
}

describe('the pace of a member', () => {
  it('is the default at the default period', () => {
    expect(defaultSettings.membership).toMatchObject(pacedBy(1000).membership ?? {})
  })

  it.each([20, 100, 1000, 5000])(
    'at %i ms a period, a death is found in 3 to 5 of them',
    async (period) => {
      const periods = (await noticedAfter(period)) / period
      expect(periods).toBeGreaterThan(2.5)
      expect(periods).toBeLessThan(5)
    },
  )
})
