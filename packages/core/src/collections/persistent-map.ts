/**
 * A persistent map: `with` gives a new version and leaves the old one as it was. A version is a
 * large shared base and a small overlay of what changed since; the overlay is folded into a new
 * base once it outgrows the square root of the base, so that a change costs O(sqrt n) amortised
 * and a read two look-ups. There is no deletion: what must be forgotten is kept as a tombstone.
 * `null` is a value like any other; `undefined` is none.
 */

export class PersistentMap<K, V> {
  static empty<K, V>(): PersistentMap<K, V> {
    return new PersistentMap<K, V>(new Map(), new Map(), 0)
  }

  readonly size: number
  readonly #base: ReadonlyMap<K, V>
  readonly #overlay: ReadonlyMap<K, V>

  private constructor(base: ReadonlyMap<K, V>, overlay: ReadonlyMap<K, V>, size: number) {
    this.#base = base
    this.#overlay = overlay
    this.size = size
  }

  get(key: K): V | undefined {
    const changed = this.#overlay.get(key)
    return changed === undefined ? this.#base.get(key) : changed
  }

  has(key: K): boolean {
    return this.#overlay.has(key) || this.#base.has(key)
  }

  with(key: K, value: V): PersistentMap<K, V> {
    return this.withAll(new Map([[key, value]]))
  }

  withAll(changes: ReadonlyMap<K, V>): PersistentMap<K, V> {
    if (changes.size === 0) return this
    let size = this.size
    for (const key of changes.keys()) if (!this.has(key)) size++
    const overlay = new Map([...this.#overlay, ...changes])
    return overlay.size * overlay.size <= this.#base.size + 64
      ? new PersistentMap<K, V>(this.#base, overlay, size)
      : new PersistentMap<K, V>(new Map([...this.#base, ...overlay]), new Map(), size)
  }

  *entries(): IterableIterator<[K, V]> {
    for (const [key, value] of this.#base) {
      const changed = this.#overlay.get(key)
      yield [key, changed === undefined ? value : changed]
    }
    for (const [key, value] of this.#overlay) if (!this.#base.has(key)) yield [key, value]
  }

  *keys(): IterableIterator<K> {
    for (const [key] of this.entries()) yield key
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.entries()) yield value
  }
}
