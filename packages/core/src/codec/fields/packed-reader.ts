/**
 * Reads MessagePack straight from the bytes: numbers, flags, texts, binary, arrays, plain data,
 * each checked for its type and its limit; no other type exists. The first thing wrong is kept and
 * everything after it reads as a placeholder, so that decoders are straight lines: a result counts
 * only if `problem` is undefined after `end`. Never throws on any bytes; nothing read shares memory
 * with them, but for `view`.
 */
import type { Value } from '../../model/index.ts'
import { hexOf } from './field-writer.ts'
import { endOfValue, readValue } from './value.ts'

const noBytes: Uint8Array = new Uint8Array(0)
const asciiMax = 24
/** A token that means nothing in MessagePack. */
const noToken = 0xc1

/** Bytes of the length that follows the token of an array of 16 fields and more. */
const arrayWidths: Readonly<Record<number, number>> = { 0xdc: 2, 0xdd: 4 }

const decoder: InstanceType<typeof TextDecoder> = new TextDecoder('utf-8', {
  fatal: true,
  ignoreBOM: true,
})

/** What to read of the bytes. */
export interface Whereabouts {
  /** Where the first field is. */
  readonly at: number
  /** How many there are, one after another. */
  readonly fields: number
}

const whole: Whereabouts = { at: 0, fields: 1 }

export class PackedReader {
  #bytes: Uint8Array
  #at: number
  /** Fields left in the array being read. */
  #left: number
  #problem: string | undefined

  constructor(bytes: Uint8Array, { at, fields }: Whereabouts = whole) {
    this.#bytes = bytes
    this.#at = at
    this.#left = fields
  }

  /** Reads other bytes from now on, as a reader of their own would. */
  restart(bytes: Uint8Array, { at, fields }: Whereabouts): void {
    this.#bytes = bytes
    this.#at = at
    this.#left = fields
    this.#problem = undefined
  }

  /** Where the next field is. */
  get at(): number {
    return this.#at
  }

  /** What is wrong; undefined: nothing so far. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** How many fields are left in the array being read. */
  get left(): number {
    return this.#left
  }

  /** Nothing may be left. */
  end(): void {
    if (this.#left !== 0 || this.#at !== this.#bytes.length)
      this.refuse('nothing more was expected')
  }

  /** Notes that what was just read is wrong. */
  refuse(expected: string): void {
    this.#problem ??= `before byte ${this.#at}: ${expected}`
  }

  /** A whole number from 0 to `max`. */
  count(max: number = Number.MAX_SAFE_INTEGER): number {
    const token = this.#token()
    const count = token < 0x80 ? token : this.#wide(token)
    if (count <= max) return count
    this.refuse(`a whole number from 0 to ${max} was expected`)
    return 0
  }

  flag(): boolean {
    const token = this.#token()
    if (token !== 0xc2 && token !== 0xc3) this.refuse('true or false was expected')
    return token === 0xc3
  }

  text(max: number): string {
    const { start, length } = this.#textPlace()
    const text = this.#problem === undefined ? this.#textAt(start, length) : ''
    if (text.length <= max) return text
    this.refuse(`a text of at most ${max} characters was expected`)
    return ''
  }

  /** One of `words`, by its number: its place, from 0. */
  numbered<T extends string>(words: readonly T[]): T {
    return words[this.count(words.length - 1)] ?? (words[0] as T)
  }

  /** One of `choices`, as a text. */
  choice<T extends string>(choices: readonly T[]): T {
    const { start, length } = this.#textPlace()
    for (const choice of choices)
      if (choice.length === length && this.#isAt(start, choice)) return choice
    this.refuse('a known word was expected')
    return choices[0] as T
  }

  /** Bytes, exactly `length` or from `length` to `max`; a view, not a copy. */
  view(length: number, max: number = length): Uint8Array {
    const start = this.#binary(length, max)
    return start < 0 || start === this.#at ? noBytes : this.#bytes.subarray(start, this.#at)
  }

  /** As `view`, but a copy: to be kept. */
  bytes(length: number, max: number = length): Uint8Array {
    return new Uint8Array(this.view(length, max))
  }

  /** Exactly `length` bytes as hex, with a dot before byte `dotAt`. */
  hex(length: number, dotAt: number = length): string {
    const start = this.#binary(length, length)
    if (start < 0) return ''
    const head = hexOf(this.#bytes, start, start + dotAt)
    return dotAt === length ? head : `${head}.${hexOf(this.#bytes, start + dotAt, this.#at)}`
  }

  value(): Value {
    const start = this.#at
    const token = this.#bytes[start] ?? noToken
    if (token === 0xc0) return this.skipNull() ? null : this.count()
    if ((token & 0xe0) === 0xa0) return this.text(31)
    if (token >= 0xc4 && token <= 0xc6) return this.bytes(0, this.#bytes.length)
    const end = this.#left > 0 ? endOfValue(this.#bytes, start) : -1
    this.#left--
    if (end < start) this.refuse('plain data was expected')
    if (this.#problem !== undefined) return null
    this.#at = end
    const decoded = readValue(this.#bytes, start, end)
    if (decoded.ok) return decoded.value
    this.refuse(decoded.detail)
    return null
  }

  /** A field that is an array of fields itself: `read` must read all of them. */
  nested<T>(read: () => T): T {
    const token = this.#token()
    const left = this.#left
    this.#left = (token & 0xf0) === 0x90 ? token & 15 : this.#size(arrayWidths[token] ?? 0)
    const result = read()
    if (this.#left !== 0) this.refuse('another number of fields')
    this.#left = left
    return result
  }

  /** Whether the next field is null; it is then passed over. */
  skipNull(): boolean {
    if (this.#left <= 0 || this.#bytes[this.#at] !== 0xc0) return false
    this.#left--
    this.#at++
    return true
  }

  /** The first byte of the next field. */
  #token(): number {
    if (this.#left-- <= 0) this.refuse('another number of fields')
    const token = this.#bytes[this.#at++]
    return token === undefined || this.#problem !== undefined ? noToken : token
  }

  /** A whole number of more than 7 bits. */
  #wide(token: number): number {
    return token >= 0xcc && token <= 0xcf ? this.#size(1 << (token - 0xcc)) : Number.NaN
  }

  /** A length of 1, 2 or 4 bytes; `first` is the token for 1. */
  #length(token: number, first: number): number {
    return token >= first && token <= first + 2 ? this.#size(1 << (token - first)) : Number.NaN
  }

  /** A number of `width` bytes; not a number if there is no such thing here. */
  #size(width: number): number {
    const start = this.#skip(width)
    if (width === 0 || this.#problem !== undefined) this.refuse('another type was expected')
    let size = 0
    for (let i = start; i < start + width; i++) size = size * 256 + (this.#bytes[i] ?? 0)
    return this.#problem === undefined ? size : Number.NaN
  }

  /** Where `length` bytes start that are now passed over. */
  #skip(length: number): number {
    const start = this.#at
    if (!(start + length <= this.#bytes.length)) this.refuse('the bytes end before their length')
    else this.#at += length
    return start
  }

  /** Exactly `length` bytes, as `read` makes something of them where they are. */
  protected inPlace<T>(length: number, read: (bytes: Uint8Array, at: number) => T): T | undefined {
    const start = this.#binary(length, length)
    return start < 0 ? undefined : read(this.#bytes, start)
  }

  #binary(min: number, max: number): number {
    const length = this.#length(this.#token(), 0xc4)
    const start = this.#skip(length)
    if (!(length >= min && length <= max)) this.refuse(`${min} to ${max} bytes were expected`)
    return this.#problem === undefined ? start : -1
  }

  #textPlace(): { readonly start: number; readonly length: number } {
    const token = this.#token()
    const length = token >= 0xa0 && token < 0xc0 ? token & 31 : this.#length(token, 0xd9)
    return { start: this.#skip(length), length }
  }

  #isAt(start: number, ascii: string): boolean {
    for (let i = 0; i < ascii.length; i++)
      if (ascii.charCodeAt(i) !== this.#bytes[start + i]) return false
    return this.#problem === undefined
  }

  #textAt(start: number, length: number): string {
    let text = ''
    for (let i = start; i < start + length && length <= asciiMax; i++) {
      const code = this.#bytes[i] ?? 0
      if (code >= 0x80) return this.#utf8(start, length)
      text += String.fromCharCode(code)
    }
    return length <= asciiMax ? text : this.#utf8(start, length)
  }

  #utf8(start: number, length: number): string {
    try {
      return decoder.decode(this.#bytes.subarray(start, start + length))
    } catch {
      this.refuse('a text of UTF-8 was expected')
      return ''
    }
  }
}
