/**
 * Reads fields of MessagePack straight from the bytes, each checked for its type and its limit. The
 * first thing wrong is kept and everything after it reads as a placeholder, so that decoders are
 * straight lines: a result counts only if `problem` is undefined after `end`. Only the types that
 * `field-writer.ts` writes exist. Never throws on any bytes; nothing read shares memory with them,
 * but for `view`.
 */
import type {
  Address,
  ClusterId,
  EntryId,
  Hash,
  MemberName,
  MessageKind,
  MessageOf,
  Outcome,
  RunId,
  StoreId,
  StreamId,
  Value,
  VersionVector,
} from '../model/index.ts'
import {
  clusterIdBytes,
  isAddress,
  isMemberName,
  refusalKinds,
  runIdBytes,
  storeIdBytes,
} from '../model/index.ts'
import type { FieldWriter } from './field-writer.ts'
import { detailLengthMax, vectorStreamsMax } from './limits.ts'
import { endOfValue, readValue } from './value.ts'

/** What each kind of message brings to the table of `messages.ts`: writer and reader together. */
export interface MessageRow<Kind extends MessageKind> {
  /** How many fields, the kind included. */
  readonly fields: number
  /** Writes the fields after the kind. */
  write(message: MessageOf<Kind>, to: FieldWriter): void
  /** Reads the fields after the kind. */
  read(from: FieldReader, hash: Hash): MessageOf<Kind>
}

const displacedName = /^[a-z0-9._-]{1,64}#[0-9a-f]{8}$/
const streamBytes = storeIdBytes + runIdBytes
const noBytes: Uint8Array = new Uint8Array(0)
const asciiMax = 24
/** A token that means nothing in MessagePack. */
const noToken = 0xc1

const decoder: InstanceType<typeof TextDecoder> = new TextDecoder('utf-8', {
  fatal: true,
  ignoreBOM: true,
})

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
)

/** Bytes as hex, from `start` up to, not including, `end`. */
export function hexOf(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = ''
  for (let i = start; i < end; i++) text += hexOfByte[bytes[i] ?? 0] ?? ''
  return text
}

/** A name as the roster lists it: chosen, or displaced. */
export const isListedName = (text: string): text is MemberName =>
  isMemberName(text) || displacedName.test(text)

export class FieldReader {
  readonly #bytes: Uint8Array
  #at = 0
  /** Fields left in the array being read. */
  #left = 1
  #problem: string | undefined

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
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

  /** Whole milliseconds since 1970. */
  millis(): number {
    return this.count()
  }

  flag(): boolean {
    const token = this.#token()
    if (token !== 0xc2 && token !== 0xc3) this.refuse('true or false was expected')
    return token === 0xc3
  }

  text(max: number): string {
    const token = this.#token()
    const length = token >= 0xa0 && token < 0xc0 ? token & 31 : this.#length(token, 0xd9)
    const start = this.#skip(length)
    const text = this.#problem === undefined ? this.#textAt(start, length) : ''
    if (text.length <= max) return text
    this.refuse(`a text of at most ${max} characters was expected`)
    return ''
  }

  /** One of `choices`. */
  choice<T extends string>(choices: readonly T[]): T {
    const text = this.text(32)
    const choice = choices.find((each) => each === text)
    if (choice !== undefined) return choice
    this.refuse('a known word was expected')
    return choices[0] as T
  }

  /** Bytes, exactly `length` or from `length` to `max`; a view, not a copy. */
  view(length: number, max: number = length): Uint8Array {
    const start = this.#binary(length, max)
    return start < 0 ? noBytes : this.#bytes.subarray(start, this.#at)
  }

  /** As `view`, but a copy: to be kept. */
  bytes(length: number, max: number = length): Uint8Array {
    return new Uint8Array(this.view(length, max))
  }

  storeId(): StoreId {
    return this.#id(storeIdBytes) as StoreId
  }

  storeIdOrNull(): StoreId | null {
    return this.#skipNull() ? null : this.storeId()
  }

  runId(): RunId {
    return this.#id(runIdBytes) as RunId
  }

  clusterId(): ClusterId {
    return this.#id(clusterIdBytes) as ClusterId
  }

  streamId(): StreamId {
    const start = this.#binary(streamBytes, streamBytes)
    if (start < 0) return '' as StreamId
    const run = start + storeIdBytes
    return `${hexOf(this.#bytes, start, run)}.${hexOf(this.#bytes, run, this.#at)}` as StreamId
  }

  entryIdOrNull(): EntryId | null {
    if (this.#skipNull()) return null
    return this.nested(() => ({ stream: this.streamId(), seq: this.count() }))
  }

  /** A name somebody chose. */
  name(): MemberName {
    return this.#matching(isMemberName, 'a member name')
  }

  /** A name as the roster lists it. */
  listedName(): MemberName {
    return this.#matching(isListedName, 'a member name')
  }

  address(): Address {
    return this.#matching(isAddress, 'an address')
  }

  value(): Value {
    const start = this.#at
    const token = this.#bytes[start] ?? noToken
    if (token === 0xc0) return this.#skipNull() ? null : this.count()
    if ((token & 0xe0) === 0xa0) return this.text(31)
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

  vector(): VersionVector {
    const vector = new Map<StreamId, number>()
    this.nested(() => {
      if (this.#left > vectorStreamsMax * 2) this.refuse(`over ${vectorStreamsMax} streams`)
      while (this.#left > 0 && this.#problem === undefined) {
        const stream = this.streamId()
        const count = this.count()
        if (count === 0 || vector.has(stream)) this.refuse('a stream is named once, with a count')
        vector.set(stream, count)
      }
    })
    return vector
  }

  outcome<T>(read: () => T): Outcome<T> {
    return this.nested((): Outcome<T> => {
      if (this.flag()) return { ok: true, value: read() }
      const kind = this.choice(refusalKinds)
      return { ok: false, refusal: { kind, detail: this.text(detailLengthMax) } }
    })
  }

  /** A field that is an array of fields itself: `read` must read all of them. */
  nested<T>(read: (from: FieldReader) => T): T {
    const token = this.#token()
    const left = this.#left
    this.#left = (token & 0xf0) === 0x90 ? token & 15 : this.#size(arrayWidths[token] ?? 0)
    const result = read(this)
    if (this.#left !== 0) this.refuse('another number of fields')
    this.#left = left
    return result
  }

  /** The first byte of the next field. */
  #token(): number {
    if (this.#left-- <= 0) this.refuse('another number of fields')
    const token = this.#bytes[this.#at++]
    return token === undefined || this.#problem !== undefined ? noToken : token
  }

  /** A whole number of more than 7 bits. */
  #wide(token: number): number {
    return token >= 0xcc && token <= 0xcf ? this.#size(2 ** (token - 0xcc)) : Number.NaN
  }

  /** A length of 1, 2 or 4 bytes; `first` is the token for 1. */
  #length(token: number, first: number): number {
    return token >= first && token <= first + 2 ? this.#size(2 ** (token - first)) : Number.NaN
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

  #binary(min: number, max: number): number {
    const length = this.#length(this.#token(), 0xc4)
    const start = this.#skip(length)
    if (!(length >= min && length <= max)) this.refuse(`${min} to ${max} bytes were expected`)
    return this.#problem === undefined ? start : -1
  }

  #id(length: number): string {
    const start = this.#binary(length, length)
    return start < 0 ? '' : hexOf(this.#bytes, start, this.#at)
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

  #matching<T extends string>(is: (text: string) => text is T, what: string): T {
    const text = this.text(255)
    if (is(text)) return text
    this.refuse(`${what} was expected`)
    return '' as T
  }

  #skipNull(): boolean {
    if (this.#left <= 0 || this.#bytes[this.#at] !== 0xc0) return false
    this.#left--
    this.#at++
    return true
  }
}

/** Bytes of the length that follows the token of an array of 16 fields and more. */
const arrayWidths: Readonly<Record<number, number>> = { 0xdc: 2, 0xdd: 4 }
