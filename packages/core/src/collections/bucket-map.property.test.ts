/** A bucket map is a Map whose old versions stay as they were, even when every key collides. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BucketMap } from './bucket-map.ts'

type Key = string | number
type Change = { readonly key: Key; readonly value: number | undefined }

const keys: fc.Arbitrary<Key> = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 3 }).map((n) => 7 + n * 1024), // all in one bucket
  fc.integer({ min: 0, max: 3 }).map((n) => 2 ** 52 + n),
  fc.constantFrom('a', 'b', 'member1/address/7', 'member1/address/8', '7'),
)
const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({ key: keys, value: fc.option(fc.integer(), { nil: undefined }) }),
  { maxLength: 120 },
)

const apply = (map: BucketMap<Key, number>, { key, value }: Change): BucketMap<Key, number> =>
  value === undefined ? map.without(key) : map.with(key, value)

const content = (map: BucketMap<Key, number>): Map<Key, number> => new Map(map.entries())

describe('BucketMap', () => {
  it('agrees with Map after any changes, and every older version stays as it was', () => {
    fc.assert(
      fc.property(changes, (all) => {
        let map = BucketMap.empty<Key, number>()
        const model = new Map<Key, number>()
        const versions = [{ map, expected: new Map(model) }]
        for (const change of all) {
          map = apply(map, change)
          if (change.value === undefined) model.delete(change.key)
          else model.set(change.key, change.value)
          expect(map.get(change.key)).toBe(model.get(change.key))
          versions.push({ map, expected: new Map(model) })
        }
        for (const version of versions) {
          expect(content(version.map)).toEqual(version.expected)
          expect(version.map.size).toBe(version.expected.size)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('two versions made from one do not see each other', () => {
    const one = BucketMap.empty<number, string>().with(1, 'one')
    const a = one.with(1025, 'a')
    const b = one.with(1025, 'b').without(1)
    expect([...a.values()].toSorted()).toEqual(['a', 'one'])
    expect([...b.values()]).toEqual(['b'])
  })

  it('taking away what is not there changes nothing', () => {
    const map = BucketMap.empty<number, string>().with(1, 'one')
    expect(map.without(1025)).toBe(map)
    expect(map.without(2)).toBe(map)
  })
})
