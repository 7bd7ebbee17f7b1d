/**
 * Writes fields as MessagePack. Encoding happens in slabs that are filled once and never written to
 * again, so that what was encoded stays as it is without a copy of its own. What is kept for long
 * must be copied, or it keeps its whole slab. Ids are hex in memory and travel as raw bytes.
 */
import type { EntryId, Outcome, StreamId, Value, VersionVector } from '../../model/index.ts'
import { runIdBytes, storeIdBytes } from '../../model/index.ts'
import { detailLengthMax } from '../limits.ts'
import { refusals } from './kinds.ts'
import { encodeValue } from './value.ts'

const slabBytes = 16_384
const asciiMax = 48

const encoder: InstanceType<typeof TextEncoder> = new TextEncoder()

export class FieldWriter {
  #slab: Uint8Array = new Uint8Array(0)
  /** Where the item being encoded starts; all before it is handed out. */
  #start = 0
  #at = 0

  /** Begins an item, forgetting one that was not finished. */
  begin(): void {
    this.#at = this.#start
  }

  /** The item's bytes: a view of the slab. */
  finish(): Uint8Array {
    const bytes = this.#slab.subarray(this.#start, this.#at)
    // An item too large for a slab has one to itself.
    this.#start = this.#slab.length > slabBytes ? this.#slab.length : this.#at
    return bytes
  }

  /** `length` bytes to be filled by hand. */
  space(length: number): void {
    this.#reserve(length)
    this.#at += length
  }

  /** The start of an array of `length` fields. */
  array(length: number): void {
    this.#reserve(5)
    if (length < 16) this.#slab[this.#at++] = 0x90 | length
    else if (length < 2 ** 16) this.#number(0xdc, 2, length)
    else this.#number(0xdd, 4, length)
  }

  /** A whole number from 0. */
  count(count: number): void {
    this.#reserve(9)
    if (count < 0x80) this.#slab[this.#at++] = count
    else if (count < 2 ** 8) this.#number(0xcc, 1, count)
    else if (count < 2 ** 16) this.#number(0xcd, 2, count)
    else if (count < 2 ** 32) this.#number(0xce, 4, count)
    else this.#number(0xcf, 8, count)
  }

  /** One of `words`, as its number. */
  numbered<T extends string>(words: readonly T[], word: NoInfer<T>): void {
    this.count(words.indexOf(word))
  }

  /** Whole milliseconds; a fraction means nothing to another member. */
  millis(millis: number): void {
    this.count(Math.floor(millis))
  }

  flag(flag: boolean): void {
    this.#reserve(1)
    this.#slab[this.#at++] = flag ? 0xc3 : 0xc2
  }

  nothing(): void {
    this.#reserve(1)
    this.#slab[this.#at++] = 0xc0
  }

  text(text: string): void {
    if (text.length <= asciiMax && this.#ascii(text)) return
    const bytes = encoder.encode(text)
    this.#reserve(bytes.length + 5)
    if (bytes.length < 32) this.#slab[this.#at++] = 0xa0 | bytes.length
    else this.#sized(0xd9, bytes.length)
    this.#raw(bytes)
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length + 5)
    this.#sized(0xc4, bytes.length)
    this.#raw(bytes)
  }

  /** An id in hex, as its bytes. */
  id(hex: string): void {
    const length = hex.length >> 1
    this.#reserve(length + 2)
    this.#sized(0xc4, length)
    this.#hex(hex, 0, length)
  }

  idOrNull(hex: string | null): void {
    if (hex === null) this.nothing()
    else this.id(hex)
  }

  stream(stream: StreamId): void {
    this.#reserve(storeIdBytes + runIdBytes + 2)
    this.#sized(0xc4, storeIdBytes + runIdBytes)
    this.#hex(stream, 0, storeIdBytes)
    this.#hex(stream, storeIdBytes * 2 + 1, runIdBytes)
  }

  entryIdOrNull(id: EntryId | null): void {
    if (id === null) return this.nothing()
    this.array(2)
    this.stream(id.stream)
    this.count(id.seq)
  }

  value(value: Value): void {
    if (value === null) this.nothing()
    else if (typeof value === 'string') this.text(value)
    else if (value instanceof Uint8Array) this.bytes(value)
    else this.raw(encodeValue(value))
  }

  /** Bytes as they are, without a length. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#raw(bytes)
  }

  /** Stream and count, stream and count, … */
  vector(vector: VersionVector): void {
    this.array(vector.size * 2)
    for (const [stream, count] of vector) {
      this.stream(stream)
      this.count(count)
    }
  }

  outcome<T>(outcome: Outcome<T>, write: (value: T) => void): void {
    this.array(outcome.ok ? 2 : 3)
    this.flag(outcome.ok)
    if (outcome.ok) return write(outcome.value)
    this.numbered(refusals, outcome.refusal.kind)
    this.text(cut(outcome.refusal.detail, detailLengthMax))
  }

  #ascii(text: string): boolean {
    this.#reserve(text.length + 2)
    const start = this.#at
    if (text.length < 32) this.#slab[this.#at++] = 0xa0 | text.length
    else this.#sized(0xd9, text.length)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code >= 0x80) {
        this.#at = start
        return false
      }
      this.#slab[this.#at++] = code
    }
    return true
  }

  /** A token and a length in 1, 2 or 4 bytes: `token` is the one for 1. */
  #sized(token: number, length: number): void {
    if (length < 2 ** 8) this.#number(token, 1, length)
    else if (length < 2 ** 16) this.#number(token + 1, 2, length)
    else this.#number(token + 2, 4, length)
  }

  #number(token: number, width: number, value: number): void {
    this.#slab[this.#at] = token
    let rest = value
    for (let i = this.#at + width; i > this.#at; i--) {
      this.#slab[i] = rest
      rest = width > 4 ? Math.floor(rest / 256) : rest >>> 8
    }
    this.#at += 1 + width
  }

  #hex(hex: string, from: number, length: number): void {
    for (let i = from; i < from + length * 2; i += 2)
      this.#slab[this.#at++] = (nibble(hex.charCodeAt(i)) << 4) | nibble(hex.charCodeAt(i + 1))
  }

  #raw(bytes: Uint8Array): void {
    if (bytes.length > 32) this.#slab.set(bytes, this.#at)
    else for (let i = 0; i < bytes.length; i++) this.#slab[this.#at + i] = bytes[i] ?? 0
    this.#at += bytes.length
  }

  #reserve(length: number): void {
    if (this.#at + length <= this.#slab.length) return
    const begun = this.#slab.subarray(this.#start, this.#at)
    const needed = begun.length + length
    const slab = new Uint8Array(needed <= slabBytes ? slabBytes : needed * 2)
    slab.set(begun)
    this.#slab = slab
    this.#start = 0
    this.#at = begun.length
  }
}

/** The encoder of this process: the free rest of a slab, which nobody can see. */
const writer: FieldWriter = new FieldWriter()

/** What `write` writes, as one item: a view of a slab. `write` must not encode anything else. */
export function encodeItem(write: (to: FieldWriter) => void): Uint8Array {
  writer.begin()
  write(writer)
  return writer.finish()
}

/** An item of `length` bytes that hold anything: all of them are to be filled by hand. */
export function blankItem(length: number): Uint8Array {
  writer.begin()
  writer.space(length)
  return writer.finish()
}

/** The bytes kept for long, apart from those that are not: each slab is kept whole. */
const keeper: FieldWriter = new FieldWriter()

/** A copy of `bytes`, together with others that are kept: cheaper than one of its own. */
export function keepBytes(bytes: Uint8Array): Uint8Array {
  keeper.begin()
  keeper.raw(bytes)
  return keeper.finish()
}

/** The value of a hex digit, lower case, given its character code. */
export const nibble = (code: number): number => (code < 58 ? code - 48 : code - 87)

const hexDigits: Uint8Array = new TextEncoder().encode('0123456789abcdef')

/** Bytes as hex, from `start` up to, not including, `end`; a multiple of eight, as ids are. */
export function hexOf(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i += 8) text += hexOfEight(bytes, i)
  return text
}

/** Eight bytes at once: one string instead of sixteen. */
function hexOfEight(bytes: Uint8Array, at: number): string {
  const high = (i: number): number => hexDigits[(bytes[at + i] ?? 0) >> 4] ?? 0
  const low = (i: number): number => hexDigits[(bytes[at + i] ?? 0) & 15] ?? 0
  // biome-ignore format: one byte a pair
  return String.fromCharCode(
    high(0), low(0), high(1), low(1), high(2), low(2), high(3), low(3),
    high(4), low(4), high(5), low(5), high(6), low(6), high(7), low(7),
  )
}

/** At most `max` characters, never half of a pair. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, '')
