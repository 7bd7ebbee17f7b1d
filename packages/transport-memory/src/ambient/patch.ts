/**
 * Puts guarded functions in the place of others, and puts those back exactly as they were: same
 * value, same attributes, inherited where it was inherited. It decides nothing about calls. A
 * guarded function is a proxy of the original, so that everything but calling it (`name`, statics,
 * `instanceof`, `util.promisify`) is the original's own.
 */
import { syncBuiltinESMExports } from 'node:module'

/** One function in its place. */
export interface Spot {
  readonly owner: object
  readonly name: string
}

/** Any function or class. */
export type Callable = (this: unknown, ...args: unknown[]) => unknown

/** Puts the guarded in place of each that is there and can be; returns how to put all back. */
export function patch<S extends Spot>(
  spots: readonly S[],
  guarded: (original: Callable, spot: S) => Callable,
): () => void {
  const restores = spots.flatMap((spot) => {
    const before = Object.getOwnPropertyDescriptor(spot.owner, spot.name)
    // Some are made when they are first read, which changes what there was before.
    const original = Reflect.get(spot.owner, spot.name) as unknown
    if (typeof original !== 'function' || before?.configurable === false) return []
    return [replace(spot, before, guarded(original as Callable, spot))]
  })
  syncBuiltinESMExports()
  return () => {
    for (const restore of restores.toReversed()) restore()
    syncBuiltinESMExports()
  }
}

function replace(
  { owner, name }: Spot,
  before: PropertyDescriptor | undefined,
  value: Callable,
): () => void {
  const enumerable = before?.enumerable ?? false
  Object.defineProperty(owner, name, { value, enumerable, writable: true, configurable: true })
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, name)
    else Object.defineProperty(owner, name, before)
  }
}
