import { describe, expect, it } from 'vitest'
import { memberlistTimes } from './memberlist.ts'
import {
  healingMs,
  lanPeriods,
  meanFirstSuspicionMs,
  probeFramesPerSecond,
  spreadingMs,
  worstFirstSuspicionMs,
} from './theory.ts'

describe('theory', () => {
  it('has SWIM’s times until a crash is suspected', () => {
    expect(meanFirstSuspicionMs(lanPeriods)).toBeCloseTo(1581.98 + 500, 1)
    expect(worstFirstSuspicionMs(10, lanPeriods)).toBe(19_500)
  })

  it('has two frames of probes a period, and up to four more a helper where some are lost', () => {
    const framesAt = (lossShare: number): number =>
      probeFramesPerSecond(lanPeriods, { lossShare, helpers: 3 })
    expect(framesAt(0)).toBe(2)
    expect(framesAt(0.2)).toBeCloseTo(1.8 + 0.36 * 3 * 2.952, 9)
    expect(framesAt(1)).toBe(1 + 3)
  })

  it('has how fast news spreads, and what a heal may take', () => {
    expect(spreadingMs(200, lanPeriods)).toBeCloseTo(2588, 0)
    expect(healingMs(100, lanPeriods)).toBe(2000)
  })
})

describe('what memberlist reached', () => {
  it('is in order: suspected, reported, known', () => {
    for (const { firstSuspicion, firstFailed, knownByAll } of memberlistTimes.values()) {
      expect(firstSuspicion.value).toBeLessThan(firstFailed.value)
      expect(firstFailed.value).toBeLessThan(knownByAll.value)
    }
  })
})
