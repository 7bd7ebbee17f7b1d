/**
 * A record: an entry as a segment holds it, with its length, a checksum and a kind. The checksum
 * covers kind and entry and is seeded with the entry's number, so that a record counts only in its
 * own place. Zeros are never a record: a segment ends where they begin.
 */
import { crc32 } from 'node:zlib'
import { entryBytesMax, recordHeadBytes } from './layout.ts'

/** The only kind there is yet; 0 is none. */
const entryKind = 1
const checksumAt = 4
const kindAt = 8

export const recordBytes = (entry: Uint8Array): number => recordHeadBytes + entry.length

/** The records of entries that follow each other, the first being the `number`-th of the log. */
export function encodeRecords(entries: readonly Uint8Array[], number: number): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + recordBytes(entry), 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [i, entry] of entries.entries()) {
    const end = at + recordBytes(entry)
    view.setUint32(at, entry.length)
    bytes[at + kindAt] = entryKind
    bytes.set(entry, at + recordHeadBytes)
    view.setUint32(at + checksumAt, checksum(bytes.subarray(at + kindAt, end), number + i))
    at = end
  }
  return bytes
}

const checksum = (kindAndEntry: Uint8Array, number: number): number =>
  crc32(kindAndEntry, number >>> 0)

/** The entry of the record here, if it is a good one of this number. */
export function recordAt(bytes: Uint8Array, at: number, number: number): Uint8Array | undefined {
  const end = endOfRecord(bytes, at)
  if (end === undefined) return undefined
  const found = checksum(bytes.subarray(at + kindAt, end), number)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return found === view.getUint32(at + checksumAt)
    ? bytes.subarray(at + recordHeadBytes, end)
    : undefined
}

/** Where the record here ends, by its length; undefined: it is none, whatever its checksum is. */
export function endOfRecord(bytes: Uint8Array, at: number): number | undefined {
  if (at + recordHeadBytes > bytes.length || bytes[at + kindAt] !== entryKind) return undefined
  const length = new DataView(bytes.buffer, bytes.byteOffset + at, recordHeadBytes).getUint32(0)
  const end = at + recordHeadBytes + length
  return length > entryBytesMax || end > bytes.length ? undefined : end
}

/** Good records in a row. */
export interface DecodedRecords {
  /** Windows on the bytes they were read from. */
  readonly entries: readonly Uint8Array[]
  /** Where the last one ends. */
  readonly end: number
}

/** Reads records from the beginning of the bytes to the first that is none. */
export function decodeRecords(bytes: Uint8Array, number: number): DecodedRecords {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const entries: Uint8Array[] = []
  let at = 0
  while (at + recordHeadBytes <= bytes.length && bytes[at + kindAt] === entryKind) {
    const length = view.getUint32(at)
    const end = at + recordHeadBytes + length
    if (length > entryBytesMax || end > bytes.length) break
    const found = checksum(bytes.subarray(at + kindAt, end), number + entries.length)
    if (found !== view.getUint32(at + checksumAt)) break
    entries.push(bytes.subarray(at + recordHeadBytes, end))
    at = end
  }
  return { entries, end: at }
}
