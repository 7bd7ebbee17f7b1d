import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forcedChoices, keyedChoices, lengthBetween, oneOf, unit } from './choices.ts'

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1 })
const key = fc.array(fc.oneof(fc.string(), fc.nat()), { minLength: 1, maxLength: 3 })

describe('choices from a seed', () => {
  it('are the same for the same seed and key, and in bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1e6 }), key, (seed, bound, parts) => {
        const chosen = keyedChoices(seed).int(bound, ...parts)
        expect(keyedChoices(seed).int(bound, ...parts)).toBe(chosen)
        expect(Number.isInteger(chosen) && chosen >= 0 && chosen < bound).toBe(true)
      }),
    )
  })

  it('use the whole of their range, evenly', () => {
    const choices = keyedChoices('even')
    const drawn = Array.from({ length: 5000 }, (_, nth) => choices.int(5, nth))
    for (const value of [0, 1, 2, 3, 4]) {
      const count = drawn.filter((each) => each === value).length
      expect(Math.abs(count - 1000)).toBeLessThan(150)
    }
  })

  it('come true as often as they are likely, never at 0 and always at 1', () => {
    const choices = keyedChoices('likely')
    const share = (probability: number): number =>
      Array.from({ length: 2000 }, (_, nth) => choices.chance(probability, nth)).filter(Boolean)
        .length / 2000
    expect([share(0), share(1)]).toEqual([0, 1])
    expect(Math.abs(share(0.15) - 0.15)).toBeLessThan(0.03)
  })

  it('among names depend on no order, and change only when the chosen one goes', () => {
    fc.assert(
      fc.property(fc.string(), names, key, (seed, all, parts) => {
        const among = (some: readonly string[]): string | undefined =>
          keyedChoices(seed).among(some, ...parts)
        const chosen = among(all)
        expect(all).toContain(chosen)
        expect(among(all.toReversed())).toBe(chosen)
        for (const gone of all) {
          const left = among(all.filter((name) => name !== gone))
          if (gone !== chosen) expect(left).toBe(chosen)
        }
        const withMore = among([...all, 'one more'])
        expect([chosen, 'one more']).toContain(withMore)
      }),
    )
  })

  it('among nobody is nobody; of an empty list, an error', () => {
    expect(keyedChoices(1).among([], 'who')).toBe(undefined)
    expect(() => oneOf(keyedChoices(1), [], 'who', 3)).toThrow('nothing to choose from for who/3')
  })
})

describe('choices that are forced', () => {
  const otherwise = keyedChoices('otherwise')

  it('are what is forced under their name: a number, a chance, a place among names', () => {
    const choices = forcedChoices({ 'n/1': 3, yes: 1, no: 0, who: 2 }, otherwise)
    expect(choices.int(5, 'n', 1)).toBe(3)
    expect([choices.chance(0, 'yes'), choices.chance(1, 'no')]).toEqual([true, false])
    expect(choices.among(['c', 'a', 'b'], 'who')).toBe('c')
  })

  it('are those of the other source where nothing is forced, or what is out of bounds', () => {
    const choices = forcedChoices({ n: 5, who: 3 }, otherwise)
    expect(choices.int(5, 'n')).toBe(otherwise.int(5, 'n'))
    expect(choices.among(['a', 'b'], 'who')).toBe(otherwise.among(['a', 'b'], 'who'))
    expect(choices.chance(0.5, 'any')).toBe(otherwise.chance(0.5, 'any'))
    expect(choices.int(9, 'm')).toBe(otherwise.int(9, 'm'))
  })
})

describe('lengths between two', () => {
  it('are whole, in bounds, and as often short as long, by octaves', () => {
    const range = { min: 300, max: 60_000 }
    const lengths = Array.from({ length: 3000 }, (_, nth) =>
      lengthBetween(keyedChoices('lengths'), range, nth),
    )
    expect(lengths.every((ms) => Number.isInteger(ms) && ms >= 300 && ms <= 60_000)).toBe(true)
    const short = lengths.filter((ms) => ms < 4243).length
    expect(Math.abs(short - 1500)).toBeLessThan(300)
    expect(Math.max(...lengths)).toBeGreaterThan(40_000)
  })

  it('are the bound itself when there is nothing between', () => {
    expect(lengthBetween(keyedChoices(1), { min: 300, max: 300 }, 'x')).toBe(300)
  })

  it('units are in [0, 1)', () => {
    const units = Array.from({ length: 1000 }, (_, nth) => unit(keyedChoices(2), nth))
    expect(units.every((each) => each >= 0 && each < 1)).toBe(true)
  })
})
