/**
 * Keyed randomness: a draw is a hash of the seed and of what is being decided, never the next
 * value of a stream. Leaving one decision out therefore changes no other, which is what makes
 * failing runs shrink. A key is 32 bits, built part by part with MurmurHash3's rounds (Appleby);
 * equal parts give equal keys on every machine. Not for secrets.
 */

/** What is being decided, as 32 bits. */
export type Key = number

/** A whole world's randomness: any text or number. */
export type Seed = string | number

/** One more word of 32 bits. */
export function mix(key: Key, word: number): Key {
  let k = Math.imul(word, 0xcc9e2d51)
  k = (k << 15) | (k >>> 17)
  const h = key ^ Math.imul(k, 0x1b873593)
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

/** One more text: its UTF-16 code units, then how many. */
export function mixText(key: Key, text: string): Key {
  let mixed = key
  for (let i = 0; i < text.length; i++) mixed = mix(mixed, text.charCodeAt(i))
  return mix(mixed, text.length)
}

/** One more number of milliseconds, to a 2^-20th. */
export const mixTime = (key: Key, at: number): Key =>
  mix(mix(key, (at * 0x100000) >>> 0), (at / 0x1000) >>> 0)

/** One more run of bytes, then how many. */
export function mixBytes(key: Key, bytes: Uint8Array): Key {
  const words = bytes.length >> 2
  let mixed = key
  for (let i = 0; i < words; i++) mixed = mix(mixed, wordAt(bytes, i << 2))
  for (let i = words << 2; i < bytes.length; i++) mixed = mix(mixed, bytes[i] ?? 0)
  return mix(mixed, bytes.length)
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24)

/** The key of a seed and what is being decided, part by part. */
export function keyOf(seed: Seed, ...parts: readonly (string | number)[]): Key {
  let key = mixText(0, String(seed))
  for (const part of parts) {
    key = typeof part === 'string' ? mixText(key, part) : mixTime(key, part)
  }
  return key
}

/** 32 random bits for a key: every bit of the key changes half of them. */
export function bitsOf(key: Key): number {
  let h = key ^ (key >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Random bytes for a key, in fours. */
export function bytesOf(key: Key, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i += 4) {
    const word = bitsOf(mix(key, i >> 2))
    bytes[i] = word
    bytes[i + 1] = word >>> 8
    bytes[i + 2] = word >>> 16
    bytes[i + 3] = word >>> 24
  }
  return bytes
}

/** A number in [0, 1). */
export const unitOf = (key: Key): number => bitsOf(key) / 0x1_0000_0000

/** A whole number in [0, bound). */
export const belowOf = (key: Key, bound: number): number => Math.floor(unitOf(key) * bound)

/** Draws about one thing, told apart by label. */
export interface Draw {
  /** A number in [0, 1). */
  unit(label: string): number
  /** A number in [min, max), in steps of a thousandth: milliseconds. */
  between(bounds: Range, label: string): number
}

/** Least and most, in milliseconds; equal bounds draw nothing. */
export interface Range {
  readonly min: number
  readonly max: number
}

/** Draws keyed by what they are about. */
export const drawsOf = (key: Key): Draw => new KeyedDraw(key)

class KeyedDraw implements Draw {
  readonly #key: Key

  constructor(key: Key) {
    this.#key = key
  }

  unit(label: string): number {
    return unitOf(mixText(this.#key, label))
  }

  between({ min, max }: Range, label: string): number {
    if (max <= min) return min
    return min + Math.floor(this.unit(label) * (max - min) * 1_000) / 1_000
  }
}
