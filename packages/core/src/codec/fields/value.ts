/**
 * Application values as MessagePack: null, booleans, numbers, strings, binary, arrays, string-keyed
 * maps, packed by the library. Equal values have equal bytes, because a `Value` has its keys in
 * order. Reading first scans the bytes: one whole item of plain types, lengths that the bytes bear
 * out, UTF-8, bounded depth. So the library never sees an extension type, a record, or a length
 * that makes it allocate without limit, and every member reads the same. Then all is copied and
 * checked like anything from outside (`toValue`). Never throws on any bytes.
 */
import { Packr } from 'msgpackr'
import type { Value } from '../../model/index.ts'
import { toValue, valueDepthMax } from '../../model/index.ts'

/** Keeps scratch space, nothing that shows: no records, no shared structures. */
const packr: Packr = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true })

export type DecodedValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly detail: string }

/** Bytes of a value, the caller's to keep: what hashes and sizes of values are taken of. */
export const encodeValue = (value: Value): Uint8Array => new Uint8Array(packr.pack(value))

/** How many bytes `encodeValue` makes of a value: at once for bytes, else by encoding it. */
export const sizeOfValue = (value: Value): number =>
  value instanceof Uint8Array ? value.length + headBytesOf(value) : packr.pack(value).length

const headBytesOf = ({ length }: Uint8Array): number =>
  length < 2 ** 8 ? 2 : length < 2 ** 16 ? 3 : 5

/** The value, which shares no memory with `bytes`. */
export function decodeValue(bytes: Uint8Array): DecodedValue {
  const end = endOfValue(bytes, 0)
  if (end !== bytes.length) return { ok: false, detail: 'not one item of plain data' }
  return readValue(bytes, 0, end)
}

/** The value from `start` to `end`, as `endOfValue` found it. */
export function readValue(bytes: Uint8Array, start: number, end: number): DecodedValue {
  // The library notes something on the array it is given: let that be a view of our own.
  const checked = toValue(unpack(bytes.subarray(start, end)))
  return checked.ok ? checked : { ok: false, detail: `${checked.path}: ${checked.reason}` }
}

/** Where the value at `at` ends; below `at` if there is none. */
export const endOfValue = (bytes: Uint8Array, at: number): number => scan(bytes, at, 0)

/** undefined is no value: `toValue` refuses it. */
function unpack(bytes: Uint8Array): unknown {
  try {
    return packr.unpack(bytes)
  } catch {
    return undefined
  }
}

const broken = -1

/** The end of the item at `at`, or `broken`. */
function scan(bytes: Uint8Array, at: number, depth: number): number {
  const token = bytes[at]
  if (token === undefined || depth > valueDepthMax) return broken
  if (token < 0x80 || token >= 0xe0) return at + 1
  if (token < 0x90) return scanItems(bytes, at + 1, { count: token & 15, isMap: true, depth })
  if (token < 0xa0) return scanItems(bytes, at + 1, { count: token & 15, isMap: false, depth })
  if (token < 0xc0) return endOfText(bytes, at + 1, token & 31)
  return scanSized(bytes, at, depth)
}

/** The types with a token of their own, 0xc0 to 0xdf. */
function scanSized(bytes: Uint8Array, at: number, depth: number): number {
  switch (bytes[at]) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return at + 1
    case 0xcc: // 8 bits
    case 0xd0:
      return endOf(bytes, at + 1, 1)
    case 0xcd: // 16 bits
    case 0xd1:
      return endOf(bytes, at + 1, 2)
    case 0xce: // 32 bits
    case 0xd2:
      return endOf(bytes, at + 1, 4)
    case 0xcb: // float 64
      return endOf(bytes, at + 1, 8)
    case 0xc4: // binary
      return endOf(bytes, at + 2, sizeAt(bytes, at + 1, 1))
    case 0xc5:
      return endOf(bytes, at + 3, sizeAt(bytes, at + 1, 2))
    case 0xc6:
      return endOf(bytes, at + 5, sizeAt(bytes, at + 1, 4))
    case 0xd9: // text
      return endOfText(bytes, at + 2, sizeAt(bytes, at + 1, 1))
    case 0xda:
      return endOfText(bytes, at + 3, sizeAt(bytes, at + 1, 2))
    case 0xdb:
      return endOfText(bytes, at + 5, sizeAt(bytes, at + 1, 4))
    default:
      return scanLarge(bytes, at, depth)
  }
}

/** Arrays and maps of 16 items and more; all else is no plain type. */
function scanLarge(bytes: Uint8Array, at: number, depth: number): number {
  const token = bytes[at] ?? 0
  if (token < 0xdc) return broken
  const width = (token & 1) === 0 ? 2 : 4
  const count = sizeAt(bytes, at + 1, width)
  return scanItems(bytes, at + 1 + width, { count, isMap: token >= 0xde, depth })
}

interface Items {
  readonly count: number
  readonly isMap: boolean
  readonly depth: number
}

function scanItems(bytes: Uint8Array, start: number, { count, isMap, depth }: Items): number {
  if (count > bytes.length - start) return broken
  let at = start
  for (let i = 0; i < count && at !== broken; i++) {
    if (isMap) at = scanKey(bytes, at)
    if (at !== broken) at = scan(bytes, at, depth + 1)
  }
  return at
}

function scanKey(bytes: Uint8Array, at: number): number {
  const token = bytes[at] ?? 0
  const isText = (token >= 0xa0 && token < 0xc0) || (token >= 0xd9 && token <= 0xdb)
  return isText ? scan(bytes, at, 0) : broken
}

/** A size of `width` bytes; beyond the end of the bytes, a size that cannot be. */
function sizeAt(bytes: Uint8Array, at: number, width: number): number {
  if (at + width > bytes.length) return Number.POSITIVE_INFINITY
  let size = 0
  for (let i = at; i < at + width; i++) size = size * 256 + (bytes[i] ?? 0)
  return size
}

const endOf = (bytes: Uint8Array, start: number, size: number): number =>
  start + size <= bytes.length ? start + size : broken

function endOfText(bytes: Uint8Array, start: number, size: number): number {
  const end = endOf(bytes, start, size)
  for (let at = start; at < end; ) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : lengthOfCharacter(bytes, at)
    if (length === 0 || at + length > end) return broken
    at += length
  }
  return end
}

/** How many bytes the UTF-8 character at `at` has (RFC 3629, section 4), 0 if it is none. */
function lengthOfCharacter(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const second = bytes[at + 1] ?? 0
  if (!isContinuation(second)) return 0
  if (first >= 0xc2 && first < 0xe0) return 2
  if (!isContinuation(bytes[at + 2] ?? 0)) return 0
  if (first >= 0xe0 && first < 0xf0) {
    const isOverlong = first === 0xe0 && second < 0xa0
    const isSurrogate = first === 0xed && second >= 0xa0
    return isOverlong || isSurrogate ? 0 : 3
  }
  if (!isContinuation(bytes[at + 3] ?? 0) || first < 0xf0 || first > 0xf4) return 0
  const isOutside = (first === 0xf0 && second < 0x90) || (first === 0xf4 && second >= 0x90)
  return isOutside ? 0 : 4
}

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80
