/**
 * Keyed chance for one life of a member: a draw is a hash of the life's key, of what it is about
 * and of how many were drawn about that before. Draws about one thing thus never change those about
 * another, which is what lets a failing run shrink. Not for secrets.
 */
import { invariant } from '@quorate/core'
import { mix, mixText, unitOf } from '../random.ts'
import type { Key } from '../random.ts'

/** What one life may draw about. */
const keysMax = 100_000

/** A number in [0, 1) about something. */
export function chanceOf(lifeKey: Key): (key: string) => number {
  const draws = new Map<string, number>()
  return (key) => {
    const nth = draws.get(key) ?? 0
    invariant(nth > 0 || draws.size < keysMax, `draws are about no more than ${keysMax} things`)
    draws.set(key, nth + 1)
    return unitOf(mix(mixText(lifeKey, key), nth))
  }
}
