/**
 * A persistent map: `with` gives a new version and leaves the old one as it was. A version is a
 * few layers, each a shared map that never changes, later ones over earlier ones; a new layer is
 * merged into the one below until that is clearly larger. So a change costs O(log n) amortised, a
 * read one look-up per layer, of which there are at most about log4 n. There is no deletion: what
 * must be forgotten is kept as a tombstone. `null` is a value like any other; `undefined` is none.
 */

/** How many times larger than the layer above it a layer is, at least. */
const layerRatio = 4

export class PersistentMap<K, V> {
  static empty<K, V>(): PersistentMap<K, V> {
    return new PersistentMap<K, V>([], 0)
  }

  readonly size: number
  /** Earliest first. */
  readonly #layers: readonly ReadonlyMap<K, V>[]

  private constructor(layers: readonly ReadonlyMap<K, V>[], size: number) {
    this.#layers = layers
    this.size = size
  }

  get(key: K): V | undefined {
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const value = this.#layers[i]?.get(key)
      if (value !== undefined) return value
    }
    return undefined
  }

  has(key: K): boolean {
    return this.#layers.some((layer) => layer.has(key))
  }

  with(key: K, value: V): PersistentMap<K, V> {
    return this.withAll(new Map([[key, value]]))
  }

  withAll(changes: ReadonlyMap<K, V>): PersistentMap<K, V> {
    if (changes.size === 0) return this
    let size = this.size
    for (const key of changes.keys()) if (!this.has(key)) size++
    let below = this.#layers.length
    let above = changes.size
    while (below > 0 && (this.#layers[below - 1]?.size ?? 0) < above * layerRatio) {
      below--
      above += this.#layers[below]?.size ?? 0
    }
    const top = merged([...this.#layers.slice(below), changes])
    return new PersistentMap<K, V>([...this.#layers.slice(0, below), top], size)
  }

  *entries(): IterableIterator<[K, V]> {
    for (const [index, layer] of this.#layers.entries()) {
      const earlier = this.#layers.slice(0, index)
      for (const [key, value] of layer) {
        if (earlier.some((other) => other.has(key))) continue
        const latest = this.get(key)
        yield [key, latest === undefined ? value : latest]
      }
    }
  }

  *keys(): IterableIterator<K> {
    for (const [key] of this.entries()) yield key
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.entries()) yield value
  }
}

/** One map of its own; a later layer's value stands. */
function merged<K, V>(layers: readonly ReadonlyMap<K, V>[]): ReadonlyMap<K, V> {
  const [earliest, ...later] = layers
  const all = new Map<K, V>(earliest)
  for (const layer of later) for (const [key, value] of layer) all.set(key, value)
  return all
}
