import { describe, expect, it } from 'vitest'
import { falseAlarms, troubles } from './false-alarms.ts'
import { heal } from './heal.ts'
import { joinBurst } from './join.ts'
import { kills } from './kills.ts'
import { rest } from './rest.ts'
import { stall } from './stall.ts'

const periodMs = 1000
const gossipMs = 200
/** Direct, then through others. */
const probeTimeoutMs = 500 + 300

/** What failure detection may cost and how long it may take, at sizes that a test can afford. */
describe('budgets of failure detection', () => {
  it.each([5, 10, 50])('at rest: two frames a member and second, of %i', async (size) => {
    const [row] = await rest({ size, lossShares: [0], forMs: 20_000 })
    expect(row).toMatchObject({ isMet: true, suspicions: 0, failures: 0 })
    // One at either end of the 20 s may be counted or not.
    expect(row?.probeFramesPerSecond.value).toBeGreaterThan(1.95)
    expect(row?.probeFramesPerSecond.value).toBeLessThanOrEqual(2 + 2 / 20 / 2)
    expect(row?.probeFramesPerSecond.max).toBeLessThanOrEqual(2 + 2 / 20)
    expect(row?.framesPerSecond).toEqual(row?.probeFramesPerSecond)
    expect(row?.bytesPerSecond.value).toBeLessThanOrEqual(190)
  })

  it.each([
    { size: 5, times: 50, medianMs: 4000 },
    { size: 10, times: 100, medianMs: 4000 },
    { size: 40, times: 12, medianMs: 4600 },
  ])('a silent death, of $size: known by all in $medianMs ms', async (budget) => {
    const { size, times, medianMs } = budget
    const [row] = await kills({ size }, [{ kills: times, lossShare: 0 }])
    expect(row?.firstSuspicion.mean).toBeLessThanOrEqual((Math.E / (Math.E - 1)) * periodMs)
    expect(row?.firstSuspicion.max).toBeLessThanOrEqual(periodMs + probeTimeoutMs)
    expect(row?.knownByAll.value).toBeLessThanOrEqual(medianMs)
    expect(row?.knownByAll.max).toBeLessThanOrEqual(2 * medianMs)
    expect(row?.failuresOfOthers).toBe(0)
  })

  it('a silent death where frames are lost: as soon, and nobody else is called failed', async () => {
    const rows = await kills({ size: 10 }, [
      { lossShare: 0.01, kills: 25 },
      { lossShare: 0.05, kills: 25 },
    ])
    for (const row of rows) {
      expect(row.knownByAll.value).toBeLessThanOrEqual(4500)
      expect(row.failuresOfOthers).toBe(0)
    }
  })

  it('a death that the transport tells of: known by all within little more than a period', async () => {
    const [row] = await kills({ size: 10, hints: true }, [{ kills: 12, lossShare: 0 }])
    expect(row?.knownByAll.value).toBeLessThanOrEqual(periodMs)
    expect(row?.knownByAll.max).toBeLessThanOrEqual(periodMs + gossipMs)
  })

  it.each(troubles)('nobody is called failed in ten minutes where one %s', async (trouble) => {
    const row = await falseAlarms({ size: 20, trouble, forMs: 600_000 })
    expect(row.failures).toBe(0)
  })

  it.each(['as-it-came', 'timers-first'] as const)(
    'a stall of 3 s accuses nobody and is not called failed, %s',
    async (order) => {
      const row = await stall({ size: 10, order, stallMs: 3000, stalls: 8 })
      expect(row).toMatchObject({ accusations: 0, failures: 0, failuresOfOthers: 0 })
    },
  )

  it('50 that join at once know each other within 3 s', async () => {
    const row = await joinBurst({ size: 50 })
    expect(row.refused).toBe(0)
    expect(row.allAliveMs).toBeLessThanOrEqual(3000)
  })

  it('halves of 32 agree within ceil(log2 N) + 3 gossip periods of the first frame', async () => {
    const row = await heal({ size: 32, apartMs: 60_000 })
    expect(row.wasApart).toBe(true)
    expect(row.agreedMs).toBeLessThanOrEqual((5 + 3) * gossipMs)
  })
})
