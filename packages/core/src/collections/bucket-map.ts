/**
 * A persistent map with deletion, for what comes and goes all the time: `with` and `without` give a
 * new version and leave the old one as it was. A fixed trie of 16 x 16 buckets found by the key's
 * low bits (numbers) or hash (strings): a change copies two arrays of 16 and one bucket, so it
 * costs O(1) up to a thousand entries. Made for bounded maps; `PersistentMap` is for growing
 * ones. The order of iteration depends on keys and history, and nothing may rely on it.
 */

/** One key and its value; several share a bucket only if their hashes agree. */
interface Slot<K, V> {
  readonly key: K
  readonly value: V
}
type Bucket<K, V> = readonly Slot<K, V>[]
type Branch<T> = readonly (T | undefined)[]
type Root<K, V> = Branch<Branch<Bucket<K, V>>>

const width = 16
const emptyBranch: Branch<never> = new Array<undefined>(width).fill(undefined)

export class BucketMap<K extends string | number, V> {
  static empty<K extends string | number, V>(): BucketMap<K, V> {
    return new BucketMap<K, V>(emptyBranch, 0)
  }

  readonly size: number
  readonly #root: Root<K, V>

  private constructor(root: Root<K, V>, size: number) {
    this.#root = root
    this.size = size
  }

  get(key: K): V | undefined {
    const hash = hashOf(key)
    const bucket = this.#root[hash >>> 4]?.[hash & 15]
    if (bucket === undefined) return undefined
    for (const slot of bucket) if (slot.key === key) return slot.value
    return undefined
  }

  /** A newer version in which `key` has `value`. */
  with(key: K, value: V): BucketMap<K, V> {
    const hash = hashOf(key)
    const bucket = this.#root[hash >>> 4]?.[hash & 15]
    const slot = { key, value }
    const place = bucket === undefined ? -1 : placeOf(bucket, key)
    if (bucket === undefined || place < 0)
      return this.#replace(hash, bucket === undefined ? [slot] : [...bucket, slot], this.size + 1)
    return this.#replace(hash, bucket.with(place, slot), this.size)
  }

  /** A newer version without `key`; this one if it is not there. */
  without(key: K): BucketMap<K, V> {
    const hash = hashOf(key)
    const bucket = this.#root[hash >>> 4]?.[hash & 15]
    const place = bucket === undefined ? -1 : placeOf(bucket, key)
    if (bucket === undefined || place < 0) return this
    if (this.size === 1) return BucketMap.empty()
    const rest = bucket.length === 1 ? undefined : bucket.toSpliced(place, 1)
    return this.#replace(hash, rest, this.size - 1)
  }

  *entries(): IterableIterator<[K, V]> {
    for (const branch of this.#root)
      for (const bucket of branch ?? [])
        for (const slot of bucket ?? []) yield [slot.key, slot.value]
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.entries()) yield value
  }

  #replace(hash: number, bucket: Bucket<K, V> | undefined, size: number): BucketMap<K, V> {
    const branch = (this.#root[hash >>> 4] ?? emptyBranch).slice()
    branch[hash & 15] = bucket
    const root = this.#root.slice()
    root[hash >>> 4] = branch
    return new BucketMap<K, V>(root, size)
  }
}

function placeOf<K, V>(bucket: Bucket<K, V>, key: K): number {
  for (let i = 0; i < bucket.length; i++) if (bucket[i]?.key === key) return i
  return -1
}

/** 8 bits: of a number its lowest, so that sequential ids spread evenly; of a string, FNV-1a. */
function hashOf(key: string | number): number {
  if (typeof key === 'number') return key & 255
  let mixed = 0x811c9dc5
  for (let i = 0; i < key.length; i++) mixed = Math.imul(mixed ^ key.charCodeAt(i), 0x01000193)
  return (mixed ^ (mixed >>> 8) ^ (mixed >>> 16)) & 255
}
