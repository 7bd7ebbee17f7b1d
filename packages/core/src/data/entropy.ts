/**
 * Randomness as recorded data. An input carries 16 random bytes; whoever decides on it draws by
 * label, so that two draws from one input are independent and a replay draws the same.
 */
import type { Hash } from './bytes.ts'
import { toHex } from './bytes.ts'

/** 16 random bytes. */
export type Entropy = Uint8Array

/** An id of `bytes` random bytes (at most 32) as hex; another label draws another id. */
export function drawId(
  hash: Hash,
  entropy: Entropy,
  draw: { label: string; bytes: number },
): string {
  const label = draw.label
  const input = new Uint8Array(entropy.length + label.length)
  input.set(entropy)
  for (let i = 0; i < label.length; i++) input[entropy.length + i] = label.charCodeAt(i)
  return toHex(hash(input).subarray(0, draw.bytes))
}

/** A whole number in [0, bound). FNV-1a over entropy and label; for choices, not for secrets. */
export function drawBelow(bound: number, entropy: Entropy, label: string): number {
  let mixed = 0x811c9dc5
  for (const byte of entropy) mixed = Math.imul(mixed ^ byte, 0x01000193)
  for (let i = 0; i < label.length; i++) mixed = Math.imul(mixed ^ label.charCodeAt(i), 0x01000193)
  mixed ^= mixed >>> 16
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  return (mixed >>> 0) % bound
}

/** What is drawn from. */
export interface Pool<T> {
  readonly size: number
  /** What stands in this place, from 0 on; undefined: it is not to be drawn. */
  readonly at: (place: number) => T | undefined
}

export const poolOf = <T>(from: readonly (T | undefined)[]): Pool<T> => ({
  size: from.length,
  at: (place) => from[place],
})

export interface Draw {
  readonly entropy: Entropy
  readonly label: string
  /** How many; all that there are, if fewer. */
  readonly count: number
}

/**
 * Some, each equally likely, in random order: a shuffle (Durstenfeld, CACM 7(7), 1964) that is
 * ended early, so that the cost is that of the places looked at, not of all.
 */
export function drawSome<T>(from: Pool<T>, { entropy, label, count }: Draw): readonly T[] {
  const drawn: T[] = []
  const moved = new Map<number, number>()
  for (let left = from.size; left > 0 && drawn.length < count; left--) {
    const place = drawBelow(left, entropy, `${label}/${from.size - left}`)
    const item = from.at(moved.get(place) ?? place)
    moved.set(place, moved.get(left - 1) ?? left - 1)
    if (item !== undefined) drawn.push(item)
  }
  return drawn
}
