/**
 * How large plain data is once encoded: an upper bound, by counting, so that what is too large is
 * refused before it has an id. It must never be less than what the codec makes of it (W6).
 */
import type { Value } from '../model/index.ts'

/** Bytes of a value, at most. */
export function valueBytes(value: Value): number {
  if (value === null || typeof value === 'boolean') return 1
  if (typeof value === 'number') return numberBytes(value)
  if (typeof value === 'string') return textBytes(value)
  if (value instanceof Uint8Array) return headBytes + value.length
  let total = headBytes
  if (isArray(value)) {
    for (const item of value) total += valueBytes(item)
  } else {
    for (const [key, item] of Object.entries(value)) total += textBytes(key) + valueBytes(item)
  }
  return total
}

/** Bytes of a string in UTF-8, with its head. */
export function textBytes(text: string): number {
  let total = text.length < shortText ? shortHeadBytes : headBytes
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    total += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
  }
  return total
}

/** A type byte and a 32-bit length: the most an item costs beside its content. */
const headBytes = 5
/** Below so many code units, a type byte and a 16-bit length are enough. */
const shortText = 0x4000
const shortHeadBytes = 3

function numberBytes(value: number): number {
  if (!Number.isInteger(value)) return 9
  const size = Math.abs(value)
  return size < 0x20 ? 1 : size < 0x8000 ? 3 : size < 0x80000000 ? 5 : 9
}

const isArray = (value: object): value is readonly Value[] => Array.isArray(value)
