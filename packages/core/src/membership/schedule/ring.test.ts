import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoreTag } from '../../model/index.ts'
import { ringOf } from './index.ts'
import { ringsOf, tagsOf } from './tags.fixture.ts'

const [a, b, c] = ['0a', '0b', 'f0'].map((start) => start.padEnd(16, '0')) as [
  StoreTag,
  StoreTag,
  StoreTag,
]

describe('ringOf', () => {
  it.each([
    ['nobody else', [], a, [a], 0],
    ['oneself alone', [a], a, [a], 0],
    ['others, without oneself', [c, b], a, [a, b, c], 0],
    ['others and oneself', [c, a, b], b, [a, b, c], 1],
    ['one that comes last', [b, a], c, [a, b, c], 2],
    ['the same one twice', [b, b, a, a], a, [a, b], 0],
  ])('of %s', (_, tags, own, members, place) => {
    expect(ringOf(tags, own)).toEqual({ members, own: place })
  })

  it('is the same for all members, whatever order they were heard of in', () => {
    const tags = tagsOf(30)
    fc.assert(
      fc.property(fc.shuffledSubarray([...tags], { minLength: 1 }), fc.nat(), (some, which) => {
        const own = some[which % some.length] ?? a
        const ring = ringOf(new Set(some), own)
        expect(ring.members).toEqual(some.toSorted())
        expect(ring.members[ring.own]).toBe(own)
      }),
    )
    expect(new Set(ringsOf(tags).map(({ members }) => members.join())).size).toBe(1)
  })
})
