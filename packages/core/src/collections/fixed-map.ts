/**
 * A persistent map whose keys stay as they are, for a roster whose records change all the time:
 * `with` gives a new version and leaves the old one as it was. All versions share the places of
 * the keys; the values stand in chunks, of which a change copies one and the list of them, so it
 * costs O(sqrt n). Iterates in the order in which the keys were given.
 */

const chunkLength = 16

type Chunks<V> = readonly (readonly V[])[]

export class FixedMap<K, V> implements ReadonlyMap<K, V> {
  static of<K, V>(entries: Iterable<readonly [K, V]>): FixedMap<K, V> {
    const places = new Map<K, number>()
    const chunks: V[][] = []
    for (const [key, value] of entries) {
      const place = places.get(key) ?? places.size
      places.set(key, place)
      const chunk = chunks[Math.floor(place / chunkLength)]
      if (chunk === undefined) chunks.push([value])
      else chunk[place % chunkLength] = value
    }
    return new FixedMap<K, V>(places, chunks)
  }

  readonly #places: ReadonlyMap<K, number>
  readonly #chunks: Chunks<V>

  private constructor(places: ReadonlyMap<K, number>, chunks: Chunks<V>) {
    this.#places = places
    this.#chunks = chunks
  }

  get size(): number {
    return this.#places.size
  }

  get(key: K): V | undefined {
    const place = this.#places.get(key)
    return place === undefined ? undefined : this.#at(place)
  }

  has(key: K): boolean {
    return this.#places.has(key)
  }

  /** The value of the key that was given in this place, from 0 on; undefined past the last. */
  valueAt(place: number): V | undefined {
    return this.#at(place)
  }

  /** A newer version in which `key` has `value`; this one if there is no such key. */
  with(key: K, value: V): FixedMap<K, V> {
    const place = this.#places.get(key)
    if (place === undefined) return this
    const which = Math.floor(place / chunkLength)
    const chunks = this.#chunks.slice()
    const chunk = (chunks[which] ?? []).slice()
    chunk[place % chunkLength] = value
    chunks[which] = chunk
    return new FixedMap<K, V>(this.#places, chunks)
  }

  /** The same keys, each with what `change` makes of its value. */
  map<W>(change: (value: V) => W): FixedMap<K, W> {
    const chunks = this.#chunks.map((chunk) => chunk.map((value) => change(value)))
    return new FixedMap<K, W>(this.#places, chunks)
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this)
  }

  keys(): MapIterator<K> {
    return this.#places.keys()
  }

  values(): MapIterator<V> {
    return this.#chunks.flat(1).values()
  }

  *entries(): MapIterator<[K, V]> {
    for (const [key, place] of this.#places) yield [key, this.#at(place) as V]
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries()
  }

  #at(place: number): V | undefined {
    return this.#chunks[Math.floor(place / chunkLength)]?.[place % chunkLength]
  }
}
