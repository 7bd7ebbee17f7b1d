/**
 * Maps and sets that are iterated backwards, every second one, by a draw: code whose outcome hangs
 * on the order in which a map was filled does something else then. One map keeps its direction, as
 * code may well iterate it twice.
 */
import { bitsOf, keyOf } from '@quorate/transport-memory'

type Listing = (this: object) => IterableIterator<unknown>

const listings = ['entries', 'keys', 'values', Symbol.iterator] as const

/** Until what it returns is called. */
export function saltIteration(seed: number): () => void {
  const backwards = new WeakMap<object, boolean>()
  let drawn = 0
  const isBackwards = (of: object): boolean => {
    const known = backwards.get(of)
    if (known !== undefined) return known
    const drawnNow = bitsOf(keyOf(seed, 'iteration', drawn++)) % 2 === 0
    backwards.set(of, drawnNow)
    return drawnNow
  }
  const undos = [Map.prototype, Set.prototype].flatMap((prototype) =>
    listings.map((name) => patched(prototype, name, isBackwards)),
  )
  return () => {
    for (const undo of undos) undo()
  }
}

function patched(
  prototype: object,
  name: (typeof listings)[number],
  isBackwards: (of: object) => boolean,
): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)
  const original = descriptor?.value as Listing
  const salted: Listing = function salted() {
    if (!isBackwards(this)) return original.call(this)
    const items: unknown[] = []
    const forwards = original.call(this)
    for (let next = forwards.next(); next.done !== true; next = forwards.next())
      items.push(next.value)
    return items.toReversed().values()
  }
  Object.defineProperty(prototype, name, { ...descriptor, value: salted })
  return () => Object.defineProperty(prototype, name, descriptor ?? {})
}
