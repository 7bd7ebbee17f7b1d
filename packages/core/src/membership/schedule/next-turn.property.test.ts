import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoreTag } from '../../model/index.ts'
import { type NextTurn, nextTurn, phaseOf, type Ring, targetOf } from './index.ts'
import { ringsOf, tagsOf } from './tags.fixture.ts'

const periodMs = 1_000
const today = 1_764_000_000_000
const early = '0011223344556677' as StoreTag // its phase is 2 ms
const later = '0000000000000000' as StoreTag // 388 ms

const size = fc.integer({ min: 2, max: 12 })
const wall = fc.oneof(
  fc.integer({ min: -10_000, max: 10_000 }),
  fc.integer({ min: today, max: today + 100_000 }),
  fc.double({ min: today, max: today + 100_000, noNaN: true }),
)

const rings = Array.from({ length: 13 }, (_, of) => ringsOf(tagsOf(of)))
const member = (of: number, which = 0): Ring => rings[of]?.[which % of] ?? { members: [], own: 0 }

/** What a member is to do next that did its last turn in `round`. */
const ask = (ring: Ring, round: number | undefined, at: number): NextTurn =>
  nextTurn({ round, wall: at, periodMs, targetOfRound: (each) => targetOf(ring, each) })

describe('nextTurn', () => {
  it.each<[string, number | undefined, number, number, number]>([
    // all probe the one whose phase is 2: round of the last turn, wall, next round, delay
    ['the first time, before the moment of this round', undefined, 7_001, 7, 1],
    ['the first time, at the moment of this round', undefined, 7_002, 8, 1_000],
    ['the first time, after it', undefined, 7_003, 8, 999],
    ['on time', 7, 7_002, 8, 1_000],
    ['a little late', 7, 7_050, 8, 952],
    ['a little early', 7, 7_001, 8, 1_001],
    ['when its moment is now', 7, 8_002, 8, 0],
    ['when its moment is over', 7, 8_003, 9, 999],
    ['after a stall of some periods', 7, 12_345, 13, 657],
    ['when almost two periods are left', 7, 6_003, 8, 1_999],
    ['when two periods are left: the clock was set back', 7, 6_002, 7, 1_000],
    ['when the clock was set back by a day', 86_400, 7_003, 8, 999],
    ['when the clock was set forward by a day', 7, 86_400_003, 86_401, 999],
  ])('%s', (_, round, at, next, delayMs) => {
    const turn = nextTurn({ round, wall: at, periodMs, targetOfRound: () => early })
    expect(turn).toEqual({ round: next, target: early, delayMs })
  })

  it('goes from one moment to another by both phases', () => {
    const targetOfRound = (round: number): StoreTag => (round % 2 === 0 ? early : later)
    const turn = nextTurn({ round: 8, wall: 8_002, periodMs, targetOfRound })
    expect(turn).toEqual({ round: 9, target: later, delayMs: 1_386 })
    const then = nextTurn({ round: 9, wall: 9_388, periodMs, targetOfRound })
    expect(then).toEqual({ round: 10, target: early, delayMs: 614 })
  })

  it('looks again after a period if there is nobody else, and forgets the round', () => {
    for (const round of [undefined, 7])
      expect(ask(member(1), round, today)).toEqual({
        round: undefined,
        target: undefined,
        delayMs: periodMs,
      })
  })

  it('counts one round after another while the clock does not step, whatever timers do', () => {
    const lateness = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 40 })
    fc.assert(
      fc.property(size, fc.nat(11), wall, lateness, (of, which, start, late) => {
        const ring = member(of, which)
        let at = start
        let turn = ask(ring, undefined, at)
        for (const ms of late) {
          const { round, target, delayMs } = turn
          at += delayMs
          if (round === undefined) throw new Error('alone')
          expect(target).toBe(targetOf(ring, round))
          expect(at).toBeCloseTo(round * periodMs + phaseOf(target, periodMs), 3)
          at += Math.min(ms, gapAfter(ring, round) - 1)
          turn = ask(ring, round, at)
          expect(turn.round).toBe(round + 1)
        }
      }),
    )
  })

  it('never waits two periods or less than nothing, whatever the clock and the ring do', () => {
    const step = fc.record({
      by: fc.oneof(fc.constant(0), fc.integer({ min: -5_000, max: 5_000 }), wall),
      of: fc.integer({ min: 1, max: 12 }),
    })
    fc.assert(
      fc.property(wall, fc.array(step, { maxLength: 40 }), (start, steps) => {
        let at = start
        let round: number | undefined
        for (const { by, of } of steps) {
          const turn = ask(member(of), round, at)
          expect(turn.delayMs).toBeGreaterThanOrEqual(0)
          expect(turn.delayMs).toBeLessThan(2 * periodMs)
          expect(turn.target === undefined).toBe(of === 1)
          round = turn.round
          at += turn.delayMs + by
        }
      }),
      { numRuns: 500 },
    )
  })

  it('begins anew with the first round whose moment is still to come', () => {
    fc.assert(
      fc.property(size, wall, (of, at) => {
        const ring = member(of)
        const turn = ask(ring, undefined, at)
        const momentOf = (round: number): number =>
          round * periodMs + phaseOf(targetOf(ring, round) ?? early, periodMs)
        expect(momentOf(turn.round ?? 0)).toBeGreaterThan(at)
        for (const before of [1, 2, 3])
          expect(momentOf((turn.round ?? 0) - before)).toBeLessThanOrEqual(at)
      }),
    )
  })
})

/** From a moment to the next one: if a timer is later than that, it has missed one. */
function gapAfter(ring: Ring, round: number): number {
  const [here, there] = [targetOf(ring, round), targetOf(ring, round + 1)]
  if (here === undefined || there === undefined) return 0
  return periodMs + phaseOf(there, periodMs) - phaseOf(here, periodMs)
}
