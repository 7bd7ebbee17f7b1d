import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasSeen, markSeen, noneSeen, seenIdsMax } from './seen.ts'

/** Near each other, near the window's edges, and far away. */
const id = fc
  .tuple(fc.constantFrom(0, 1, 62, 63, 64, 65, 200), fc.constantFrom(0, 1, 31, 32, 1023))
  .map(([chunk, offset]) => 2 ** 50 + chunk * 1024 + offset)

describe('the window of taken ids', () => {
  it('never forgets that an id was taken, and takes none for taken that the window covers', () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 60 }), fc.array(id), (taken, asked) => {
        let seen = noneSeen
        const model = new Set<number>()
        for (const next of taken) {
          seen = markSeen(seen, next)
          model.add(next)
        }
        const low = (seen.newest - 63) * 1024
        for (const each of [...taken, ...asked])
          expect(hasSeen(seen, each)).toBe(model.has(each) || each < low)
      }),
    )
  })

  it('covers the newest 64,513 to 65,536 ids, whatever came before', () => {
    const seen = markSeen(markSeen(noneSeen, 5), 5 + seenIdsMax)
    expect(hasSeen(seen, 5)).toBe(true)
    expect(hasSeen(seen, 1024)).toBe(false)
    expect(hasSeen(seen, 1023)).toBe(true) // too old to tell
  })

  it('marking leaves the older version as it was', () => {
    const one = markSeen(noneSeen, 7)
    markSeen(one, 8)
    expect(hasSeen(one, 8)).toBe(false)
  })
})
