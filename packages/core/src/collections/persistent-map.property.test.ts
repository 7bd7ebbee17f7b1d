import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PersistentMap } from './persistent-map.ts'

const key = fc.integer({ min: 0, max: 40 })
const value = fc.option(fc.integer(), { nil: null })
const batch = fc.array(fc.tuple(key, value), { maxLength: 12 })

describe('a persistent map', () => {
  it('reads as a plain map does, in every version, also long after', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 30 }), (batches) => {
        let map = PersistentMap.empty<number, number | null>()
        const versions = [{ map, plain: new Map<number, number | null>() }]
        for (const changes of batches) {
          const plain = new Map([...(versions.at(-1)?.plain ?? []), ...changes])
          map = map.withAll(new Map(changes))
          versions.push({ map, plain })
        }
        for (const version of versions) {
          expect([...version.map.entries()]).toEqual([...version.plain])
          expect(version.map.size).toBe(version.plain.size)
          for (let k = 0; k <= 40; k++) {
            expect(version.map.get(k)).toBe(version.plain.get(k))
            expect(version.map.has(k)).toBe(version.plain.has(k))
          }
        }
      }),
    )
  })

  it('does not change when the map of changes it was given does', () => {
    const changes = new Map([['a', 1]])
    const map = PersistentMap.empty<string, number>().withAll(changes)
    changes.set('a', 2)
    expect(map.get('a')).toBe(1)
  })

  it('is itself when nothing changes', () => {
    const map = PersistentMap.empty<string, number>().with('a', 1)
    expect(map.withAll(new Map())).toBe(map)
  })

  it('keeps null over an older value', () => {
    const old = PersistentMap.empty<number, string | null>().withAll(
      new Map(Array.from({ length: 100 }, (_, index) => [index, 'held'])),
    )
    expect(old.with(7, null).get(7)).toBeNull()
  })
})
