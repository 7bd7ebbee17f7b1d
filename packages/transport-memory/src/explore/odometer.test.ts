import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forcedChoices } from '../plan/index.ts'
import { Odometer } from './odometer.ts'

/** Everything that a run of choices comes to, each way it can go. */
function allOf<T>(run: (odometer: Odometer) => T): readonly T[] {
  const odometer = new Odometer()
  const all: T[] = []
  do all.push(run(odometer))
  while (odometer.turn())
  return all
}

describe('an odometer', () => {
  it('goes through the whole product, each once, in order', () => {
    const bounds = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 })
    fc.assert(
      fc.property(bounds, (sizes) => {
        const all = allOf((odometer) => sizes.map((size, nth) => odometer.int(size, nth)))
        const count = sizes.reduce((product, size) => product * size, 1)
        expect(all.length).toBe(count)
        expect(new Set(all.map(String)).size).toBe(count)
        expect(all.map(String)).toEqual(all.map(String).toSorted())
      }),
    )
  })

  it('goes through choices that depend on those before', () => {
    const all = allOf((odometer) => {
      const first = odometer.int(3, 'first')
      if (first === 0) return 'nothing'
      const isMore = odometer.chance(0.01, 'more')
      return isMore ? `${first} ${odometer.among(['y', 'x'].slice(0, first), 'who')}` : `${first}`
    })
    expect(all).toEqual(['nothing', '1', '1 y', '2', '2 x', '2 y'])
  })

  it('is over at once if nothing is chosen', () => {
    expect(allOf(() => 'once')).toEqual(['once'])
    expect(allOf((odometer) => odometer.among([], 'nobody'))).toEqual([undefined])
  })

  it('says what it chose, so that forced it is chosen again', () => {
    const run = (int: Pick<Odometer, 'int' | 'among' | 'chance'>): readonly unknown[] => [
      int.int(3, 'n', 1),
      int.among(['b', 'a'], 'who'),
      int.chance(0.5, 'yes'),
    ]
    const all = allOf((odometer) => ({ result: run(odometer), chosen: odometer.chosen }))
    expect(all.length).toBe(12)
    const nothing = new Odometer()
    for (const { result, chosen } of all)
      expect(run(forcedChoices(chosen, nothing))).toEqual(result)
  })

  it('refuses what is too much to try', () => {
    expect(() => new Odometer().int(1001, 'pick', 3)).toThrow('1001 choices of pick/3 are too many')
  })
})
