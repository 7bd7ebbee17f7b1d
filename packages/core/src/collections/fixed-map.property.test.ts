/** A fixed map is a Map of the same keys in the same order, whose old versions stay as they were. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FixedMap } from './fixed-map.ts'

const key = fc.integer({ min: 0, max: 60 })
const pairs = fc.array(fc.tuple(key, fc.integer()), { maxLength: 80 })

describe('FixedMap', () => {
  it('agrees with Map after any changes, and every older version stays as it was', () => {
    fc.assert(
      fc.property(pairs, pairs, (given, changes) => {
        let map = FixedMap.of(given)
        const model = new Map(given)
        const versions = [{ map, expected: [...model] }]
        for (const [changed, value] of changes) {
          map = map.with(changed, value)
          if (model.has(changed)) model.set(changed, value)
          versions.push({ map, expected: [...model] })
        }
        for (const { map: version, expected } of versions) {
          expect([...version]).toEqual(expected)
          expect([...version.keys()]).toEqual(expected.map(([name]) => name))
          expect([...version.values()]).toEqual(expected.map(([, value]) => value))
          expect(version.size).toBe(expected.length)
          for (const [name, value] of expected) expect(version.get(name)).toBe(value)
        }
      }),
    )
  })

  it('has no other keys than those it was given', () => {
    const map = FixedMap.of([['a', 1]])
    expect(map.with('b', 2)).toBe(map)
    expect(map.has('b')).toBe(false)
    expect(map.get('b')).toBeUndefined()
  })

  it('maps every value and leaves the keys', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const doubled = FixedMap.of(given).map((value) => value * 2)
        const visited: [number, number][] = []
        doubled.forEach((value, name) => void visited.push([name, value]))
        expect(visited).toEqual([...new Map(given)].map(([name, value]) => [name, value * 2]))
      }),
    )
  })
})
