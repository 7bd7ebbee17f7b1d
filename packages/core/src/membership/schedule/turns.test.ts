/** Every ring of 2 to 12 members, over several laps. */
import { describe, expect, it } from 'vitest'
import { ringOf, targetOf, type Turns, turnsAt } from './index.ts'
import { chiSquared, ringsOf, tagsOf } from './tags.fixture.ts'

const sizes = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const laps = 6
const today = Math.floor(1_764_000_000_000 / 1_000)

/** The places that the members of a ring probe in a round, each by its own ring. */
const probedIn = (size: number, round: number, kept?: Turns): number[] =>
  ringsOf(tagsOf(size)).map((ring) => {
    const target = targetOf(ring, round, kept)
    return target === undefined ? -1 : ring.members.indexOf(target)
  })

/** Rounds of several laps, beginning with one. */
const roundsFrom = (first: number, size: number): number[] => {
  const begin = Math.floor(first / (size - 1)) * (size - 1)
  return Array.from({ length: laps * (size - 1) }, (_, i) => begin + i)
}

describe.each(sizes)('in a ring of %d', (size) => {
  it.each([0, today, -1_000])(
    'each is probed by exactly one other in every round from %d',
    (at) => {
      for (const round of roundsFrom(at, size)) {
        const probed = probedIn(size, round)
        expect(probed.toSorted((x, y) => x - y)).toEqual(Array.from({ length: size }, (_, i) => i))
        for (const [place, other] of probed.entries()) expect(other).not.toBe(place)
      }
    },
  )

  it('each probes every other once a lap, and again at most 2 (n - 1) - 1 rounds later', () => {
    const rounds = roundsFrom(today, size)
    const last = new Map<string, number>()
    let widest = 0
    for (const [i, round] of rounds.entries()) {
      const lap = Math.floor(i / (size - 1))
      for (const [place, other] of probedIn(size, round).entries()) {
        const before = last.get(`${place}>${other}`)
        expect(before === undefined ? -1 : Math.floor(before / (size - 1))).toBe(lap - 1)
        if (before !== undefined) widest = Math.max(widest, i - before)
        last.set(`${place}>${other}`, i)
      }
    }
    expect(last.size).toBe(size * (size - 1))
    expect(widest).toBeLessThanOrEqual(2 * (size - 1) - 1)
  })

  it('the turns that were kept say the same as those worked out anew', () => {
    let kept: Turns | undefined
    for (const round of roundsFrom(today, size)) {
      const turns = turnsAt(size, round, kept)
      if (kept?.lap === turns.lap) expect(turns).toBe(kept)
      expect(turns).toEqual(turnsAt(size, round))
      expect(probedIn(size, round, turns)).toEqual(probedIn(size, round))
      expect(probedIn(size, round, kept)).toEqual(probedIn(size, round))
      kept = turns
    }
    const ofAnother = turnsAt(size + 1, today)
    expect(probedIn(size, today, ofAnother)).toEqual(probedIn(size, today))
  })
})

describe('the order of the distances', () => {
  it.each<[number, number, number[]]>([
    // size, lap: members of two releases must agree
    [2, 0, [1]],
    [3, 0, [2, 1]],
    [7, 0, [3, 6, 4, 1, 2, 5]],
    [7, 1, [3, 2, 1, 4, 5, 6]],
    [7, 294_000_000, [2, 5, 4, 3, 6, 1]],
  ])('in a ring of %d, lap %d: %j', (size, lap, distances) => {
    const round = lap * (size - 1)
    expect(turnsAt(size, round)).toEqual({ size, lap, distances })
    expect(turnsAt(size, round + size - 2)).toEqual({ size, lap, distances })
  })

  it.each(sizes.filter((size) => size >= 5))('in a ring of %d is another in most laps', (size) => {
    const orders = Array.from({ length: 200 }, (_, lap) =>
      turnsAt(size, lap * (size - 1)).distances.join(),
    )
    // as many as of 200 draws from (n - 1)! orders: all 24 of four, 98 of a hundred of six
    const possible = [24, 120, 720][size - 5] ?? Number.POSITIVE_INFINITY
    const expected =
      possible === Number.POSITIVE_INFINITY ? 200 : possible * (1 - Math.exp(-200 / possible))
    expect(new Set(orders).size).toBeGreaterThan(expected * 0.93)
    const repeats = orders.filter((order, lap) => order === orders[lap + 1]).length
    expect(repeats).toBeLessThan(size === 5 ? 20 : 8)
  })

  it('prefers no distance for any round of a lap', () => {
    const size = 9
    const counts = Array.from({ length: 8 }, () => new Array<number>(8).fill(0))
    for (let lap = 0; lap < 4_000; lap++)
      for (const [i, distance] of turnsAt(size, lap * 8).distances.entries()) {
        const row = counts[i] ?? []
        row[distance - 1] = (row[distance - 1] ?? 0) + 1
      }
    // 7 degrees of freedom: above 24.3 once in a thousand
    for (const row of counts) expect(chiSquared(row)).toBeLessThan(24.3)
  })
})

describe('alone', () => {
  it('there is nobody to probe, and no lap', () => {
    const [own] = ringsOf(tagsOf(1))
    expect(own && targetOf(own, today)).toBeUndefined()
    expect(turnsAt(1, today)).toEqual({ size: 1, lap: 0, distances: [] })
    expect(turnsAt(0, today)).toEqual({ size: 0, lap: 0, distances: [] })
  })
})

describe('members that do not agree on the ring', () => {
  it('still probe one other each, which they hold for live', () => {
    const tags = tagsOf(9)
    for (const [i, own] of tags.entries()) {
      const ring = ringOf(tags.slice(0, 3 + (i % 6)), own)
      for (let round = today; round < today + 40; round++) {
        const target = targetOf(ring, round)
        expect(ring.members).toContain(target)
        expect(target).not.toBe(own)
      }
    }
  })
})
