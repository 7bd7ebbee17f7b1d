/** All members at once, each with its own ring, clock and timers: how long is anybody unasked? */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StoreTag } from '../../model/index.ts'
import { nextTurn, type Ring, targetOf } from './index.ts'
import { ringsOf, tagsOf } from './tags.fixture.ts'

const periodMs = 1_000
const periods = 30
const start = 1_764_000_000_000

interface Probe {
  readonly of: StoreTag
  readonly at: number
}

/** What a member probes from the start on whose clock is ahead by so much. */
function probesBy(ring: Ring, aheadMs: number): readonly Probe[] {
  const probes: Probe[] = []
  let at = start
  let round: number | undefined
  while (at < start + periods * periodMs) {
    const targetOfRound = (each: number) => targetOf(ring, each)
    const turn = nextTurn({ round, wall: at + aheadMs, periodMs, targetOfRound })
    at += turn.delayMs
    round = turn.round
    if (turn.target !== undefined) probes.push({ of: turn.target, at })
  }
  return probes
}

/** How long each member waits from one probe to the next, in the order of time. */
const waitsOf = (tag: StoreTag, probes: readonly Probe[]): number[] => {
  const times = probes
    .filter(({ of, at }) => of === tag && at < start + periods * periodMs)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b)
  return [start, ...times].map((at, i) => (times[i] ?? start + periods * periodMs) - at)
}

it('everybody is probed once a period, at one moment of it, by every other in turn', () => {
  for (let size = 2; size <= 12; size++) {
    const tags = tagsOf(size)
    const probes = ringsOf(tags).flatMap((ring) => probesBy(ring, 0))
    for (const tag of tags) {
      const waits = waitsOf(tag, probes)
      expect(waits).toHaveLength(periods + 1)
      for (const wait of waits.slice(1, -1)) expect(wait).toBe(periodMs)
      expect(Math.max(...waits)).toBeLessThanOrEqual(periodMs)
    }
  }
})

it('whoever dies is asked within a period, and as much later as clocks differ', () => {
  const clocks = fc.array(fc.nat(80), { minLength: 2, maxLength: 12 })
  fc.assert(
    fc.property(clocks, (aheadMs) => {
      const tags = tagsOf(aheadMs.length)
      const probes = ringsOf(tags).flatMap((ring, i) => probesBy(ring, aheadMs[i] ?? 0))
      const spreadMs = Math.max(...aheadMs) - Math.min(...aheadMs)
      for (const tag of tags)
        for (const wait of waitsOf(tag, probes).slice(1, -1))
          expect(wait).toBeLessThanOrEqual(periodMs + spreadMs)
    }),
    { numRuns: 30 },
  )
})
