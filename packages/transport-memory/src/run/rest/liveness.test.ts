import { describe, expect, it } from 'vitest'
import { calmSurroundings, type ClockFault, type Plan, type Timed } from '../../plan/index.ts'
import { livenessBounds } from './liveness.ts'

const plan = (members: number, change: Partial<Plan> = {}): Plan => {
  const names = Array.from({ length: members }, (_, nth) => `m${nth}`)
  return {
    format: 1,
    seed: '',
    members: names,
    isJoined: true,
    core: names,
    runMs: 60_000,
    surroundings: calmSurroundings,
    ops: [],
    ...change,
  }
}

const clock = (offsetMs: number, driftPpm: number): ClockFault & Timed => ({
  kind: 'clock',
  name: 'm0',
  offsetMs,
  driftPpm,
  forMs: 10_000,
  id: 1,
  atMs: 0,
})

describe('how long a healed cluster may take', () => {
  it('is until they have met and a few rounds of probing, more for more members', () => {
    const times = [1, 2, 3, 5, 9, 17].map((members) => livenessBounds(plan(members)).equalLogsMs)
    expect(times).toEqual([11_520, 11_520, 12_520, 13_520, 14_520, 15_520])
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('goes by the settings', () => {
    const usual = livenessBounds(plan(3))
    const slower = livenessBounds(plan(3), { membership: { periodMs: 2000 } })
    expect(slower.equalLogsMs - usual.equalLogsMs).toBe((5 + 2) * 1000)
    expect(slower.restFramesPerSecond).toBe(usual.restFramesPerSecond / 2)
    const seldom = livenessBounds(plan(3), { membership: { reconnectMaxMs: 9000 } })
    expect(seldom.equalLogsMs - usual.equalLogsMs).toBe(4000)
    const stable = livenessBounds(plan(3), { membership: { downStableMs: 9000 } })
    expect(stable.verdictsMs - usual.verdictsMs).toBe(2 * 4000)
  })

  it.each([
    ['swim', 3, 9],
    ['swim', 100, 300],
    ['full-mesh', 3, 15],
    ['full-mesh', 10, 190],
  ] as const)('at rest, %s among %i takes at most %i frames a second', (probing, size, most) => {
    const { restFramesPerSecond } = livenessBounds(plan(size), { membership: { probing } })
    expect(restFramesPerSecond).toBe(most)
  })

  it('is longer for slow links, slow disks and clocks that were ahead', () => {
    const usual = livenessBounds(plan(3)).equalLogsMs
    const surroundings = {
      ...calmSurroundings,
      latencyMs: { min: 1, max: 80 },
      syncMs: { min: 1, max: 40 },
    }
    expect(livenessBounds(plan(3, { surroundings })).equalLogsMs).toBe(usual + 4 * (75 + 40))
    const bound = (...ops: readonly (ClockFault & Timed)[]): number =>
      livenessBounds(plan(3, { ops })).equalLogsMs - usual
    expect(bound(clock(4000, 0))).toBe(4000)
    expect(bound(clock(-4000, 0))).toBe(0)
    expect(bound(clock(0, -10_000))).toBe(100)
    expect(bound(clock(1e9, 0))).toBe(120_000)
  })

  it('never lets verdicts settle before the logs do', () => {
    for (const members of [1, 3, 7]) {
      const { equalLogsMs, verdictsMs } = livenessBounds(plan(members))
      expect(verdictsMs).toBeGreaterThan(equalLogsMs)
    }
  })
})
