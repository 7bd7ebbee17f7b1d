/**
 * Applies a planted bug to the text of the file it is for. A patch that no longer fits, fits twice
 * or changes nothing is refused: the suite would else report a bug that was never there.
 */
import type { Mutant } from './mutant.ts'

/**
 * The text with the bug in it.
 * @throws RangeError where `find` does not occur exactly once, or `replace` is the same.
 */
export function patched(text: string, mutant: Pick<Mutant, 'name' | 'find' | 'replace'>): string {
  const { name, find, replace } = mutant
  const places = [...text.matchAll(patternOf(find))]
  const [place] = places
  if (place === undefined || places.length > 1)
    throw new RangeError(`${name}: ${places.length} places fit, and one must: ${find}`)
  const end = place.index + place[0].length
  const result = text.slice(0, place.index) + replace + text.slice(end)
  if (result === text) throw new RangeError(`${name}: changes nothing`)
  return result
}

/** White space is the compiler's; everything else must be as it stands. */
function patternOf(find: string): RegExp {
  const words = find.trim().split(/\s+/).map(literally)
  return new RegExp(words.join('\\s+'), 'g')
}

const literally = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
