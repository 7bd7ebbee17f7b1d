/**
 * Reading the fields of one decoded array, by position, each checked for its type and its limit.
 * The first thing wrong is kept and everything after it reads as a placeholder, so that decoders
 * are straight lines and nobody can use what was not checked: results count only if `problem` is
 * undefined after `end`. Ids travel as raw bytes, and are hex in memory.
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
  toValue,
} from '../model/index.ts'
import { detailLengthMax, vectorStreamsMax } from './limits.ts'

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
)

/** Bytes as hex, from `start` up to, not including, `end`. */
export function hexOf(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = ''
  for (let i = start; i < end; i++) text += hexOfByte[bytes[i] ?? 0] ?? ''
  return text
}

/** Hex as bytes; dots are passed over, so a stream id is its store's and its run's bytes. */
export function bytesOfHex(text: string): Uint8Array {
  const isStream = text.charCodeAt(storeIdBytes * 2) === dot
  const bytes = new Uint8Array(isStream ? storeIdBytes + runIdBytes : text.length >> 1)
  let from = 0
  for (let i = 0; i < bytes.length; i++) {
    if (text.charCodeAt(from) === dot) from++
    bytes[i] = (nibble(text.charCodeAt(from)) << 4) | nibble(text.charCodeAt(from + 1))
    from += 2
  }
  return bytes
}

const dot = 46
const nibble = (code: number): number => (code < 58 ? code - 48 : code - 87)

/** A vector as pairs of stream and count. */
export function vectorFields(vector: VersionVector): readonly unknown[] {
  const fields: unknown[] = []
  for (const [stream, count] of vector) fields.push(bytesOfHex(stream), count)
  return fields
}

export const entryIdFields = (id: EntryId | null): unknown =>
  id === null ? null : [bytesOfHex(id.stream), id.seq]

export const idFields = (id: StoreId | null): unknown => (id === null ? null : bytesOfHex(id))

export const outcomeFields = (outcome: Outcome<unknown>, value: unknown): readonly unknown[] =>
  outcome.ok
    ? [true, value]
    : [false, outcome.refusal.kind, cut(outcome.refusal.detail, detailLengthMax)]

/** At most `max` characters, never half of a pair. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, '')

const displacedName = /^[a-z0-9._-]{1,64}#[0-9a-f]{8}$/
const streamBytes = storeIdBytes + runIdBytes
const noBytes: Uint8Array = new Uint8Array(0)

export class FieldReader {
  readonly #fields: readonly unknown[]
  #next = 0
  #problem: string | undefined

  constructor(fields: unknown) {
    this.#fields = Array.isArray(fields) ? fields : []
    if (!Array.isArray(fields)) this.#problem = 'not an array of fields'
  }

  /** What is wrong; undefined: nothing so far. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Nothing may be left. */
  end(): void {
    if (this.#next !== this.#fields.length) this.refuse('another number of fields')
  }

  /** Notes that the field just read is wrong. */
  refuse(expected: string): void {
    this.#problem ??= `field ${this.#next - 1}: ${expected}`
  }

  /** The next field, unchecked. */
  any(): unknown {
    return this.#fields[this.#next++]
  }

  /** How many fields are left. */
  get left(): number {
    return this.#fields.length - this.#next
  }

  /** A whole number from 0 to `max`. */
  count(max: number = Number.MAX_SAFE_INTEGER): number {
    const field = this.any()
    if (typeof field === 'number' && Number.isSafeInteger(field) && field >= 0 && field <= max)
      return field
    this.refuse(`a whole number from 0 to ${max} was expected`)
    return 0
  }

  /** Milliseconds since 1970, at most year 275760. */
  millis(): number {
    const field = this.any()
    if (typeof field === 'number' && field >= 0 && field <= 8.64e15) return field
    this.refuse('milliseconds were expected')
    return 0
  }

  flag(): boolean {
    const field = this.any()
    if (typeof field === 'boolean') return field
    this.refuse('true or false was expected')
    return false
  }

  text(max: number): string {
    const field = this.any()
    if (typeof field === 'string' && field.length <= max) return field
    this.refuse(`a text of at most ${max} characters was expected`)
    return ''
  }

  /** One of `choices`. */
  choice<T extends string>(choices: readonly T[]): T {
    const field = this.any()
    for (const choice of choices) if (choice === field) return choice
    this.refuse('a known word was expected')
    return choices[0] as T
  }

  /** Bytes, exactly `length` or from `length` to `max`; a view, not a copy. */
  view(length: number, max: number = length): Uint8Array {
    const field = this.any()
    if (field instanceof Uint8Array && field.length >= length && field.length <= max) return field
    this.refuse(`${length} to ${max} bytes were expected`)
    return noBytes
  }

  /** As `view`, but a copy: to be kept. */
  bytes(length: number, max: number = length): Uint8Array {
    return new Uint8Array(this.view(length, max))
  }

  storeId(): StoreId {
    return hexOf(this.view(storeIdBytes)) as StoreId
  }

  storeIdOrNull(): StoreId | null {
    return this.#skipNull() ? null : this.storeId()
  }

  runId(): RunId {
    return hexOf(this.view(runIdBytes)) as RunId
  }

  clusterId(): ClusterId {
    return hexOf(this.view(clusterIdBytes)) as ClusterId
  }

  streamId(): StreamId {
    const bytes = this.view(streamBytes)
    return `${hexOf(bytes, 0, storeIdBytes)}.${hexOf(bytes, storeIdBytes)}` as StreamId
  }

  entryIdOrNull(): EntryId | null {
    if (this.#skipNull()) return null
    return this.nested((fields) => ({ stream: fields.streamId(), seq: fields.count() }))
  }

  /** A name somebody chose. */
  name(): MemberName {
    const field = this.any()
    if (typeof field === 'string' && isMemberName(field)) return field
    this.refuse('a member name was expected')
    return '' as MemberName
  }

  /** A name as the roster lists it: chosen, or displaced. */
  listedName(): MemberName {
    const field = this.any()
    if (typeof field === 'string' && isListedName(field)) return field
    this.refuse('a member name was expected')
    return '' as MemberName
  }

  address(): Address {
    const field = this.any()
    if (typeof field === 'string' && isAddress(field)) return field
    this.refuse('an address was expected')
    return '' as Address
  }

  value(): Value {
    const checked = toValue(this.any())
    if (checked.ok) return checked.value
    this.refuse(`${checked.path}: ${checked.reason}`)
    return null
  }

  vector(): VersionVector {
    const vector = new Map<StreamId, number>()
    this.nested((fields) => {
      if (fields.left > vectorStreamsMax * 2) fields.refuse(`over ${vectorStreamsMax} streams`)
      while (fields.left > 0 && fields.problem === undefined) {
        const stream = fields.streamId()
        const count = fields.count()
        if (count === 0 || vector.has(stream)) fields.refuse('a stream is named once, with a count')
        vector.set(stream, count)
      }
    })
    return vector
  }

  outcome<T>(read: (fields: FieldReader) => T): Outcome<T> {
    return this.nested((fields): Outcome<T> => {
      if (fields.flag()) return { ok: true, value: read(fields) }
      const kind = fields.choice(refusalKinds)
      return { ok: false, refusal: { kind, detail: fields.text(detailLengthMax) } }
    })
  }

  /** A field that is an array of fields itself. */
  nested<T>(read: (fields: FieldReader) => T): T {
    const fields = new FieldReader(this.any())
    const result = read(fields)
    fields.end()
    if (fields.problem !== undefined) this.refuse(fields.problem)
    return result
  }

  #skipNull(): boolean {
    if (this.#fields[this.#next] !== null) return false
    this.#next++
    return true
  }
}

export const isListedName = (text: string): text is MemberName =>
  isMemberName(text) || displacedName.test(text)

/** What each kind of message brings to the table of `messages.ts`: writer and reader together. */
export interface MessageRow<Kind extends MessageKind> {
  /** The kind, then its fields. */
  write(message: MessageOf<Kind>): readonly unknown[]
  /** The fields after the kind. Counts only if the reader ends without a problem. */
  read(fields: FieldReader, hash: Hash): MessageOf<Kind>
}
