/**
 * Records: an entry as a segment holds it, and what begins a commit, each with its length, a
 * checksum and a kind. An entry's checksum is seeded with its number, so that it counts only in its
 * own place. What begins a commit says how many entries come before, all of which were durable when
 * it was written; its checksum is seeded with whose segment it is, so that it is known wherever it
 * stands, also behind what cannot be read, and nothing else is taken for it. Zeros are never a
 * record: a segment ends where they begin.
 */
import { crc32 } from 'node:zlib'
import { entryChecksum, entryKind } from './checksum.ts'
import type { SegmentHeader } from './header.ts'
import { entryBytesMax, kindAt, recordHeadBytes } from './layout.ts'

const commitKind = 2
const checksumAt = 4

/** Of what begins a commit: its head and a number. */
export const commitHeadBytes: number = recordHeadBytes + 8

export const recordBytes = (entry: Uint8Array): number => recordHeadBytes + entry.length

/** Of the records of all of these, without the beginning of a commit. */
export const recordsBytes = (entries: readonly Uint8Array[]): number =>
  entries.reduce((sum, entry) => sum + recordBytes(entry), 0)

/** What the records of a segment are written and read by. */
export interface RecordPlace {
  readonly header: SegmentHeader
  /** How many entries the log has before the first of them. */
  readonly number: number
}

const commitSeed = ({ identity, segment }: SegmentHeader): number =>
  crc32(Buffer.from(identity.store, 'hex'), segment)

/** The records of entries that follow each other, without the beginning of a commit. */
export function encodeRecords(entries: readonly Uint8Array[], number: number): Uint8Array {
  const bytes = new Uint8Array(recordsBytes(entries))
  putRecords(bytes, entries, { at: 0, number })
  return bytes
}

/** A commit of these entries. */
export function encodeCommit(entries: readonly Uint8Array[], place: RecordPlace): Uint8Array {
  const { header, number } = place
  const bytes = new Uint8Array(commitHeadBytes + recordsBytes(entries))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, commitHeadBytes - recordHeadBytes)
  bytes[kindAt] = commitKind
  view.setBigUint64(recordHeadBytes, BigInt(number))
  view.setUint32(checksumAt, crc32(bytes.subarray(kindAt, commitHeadBytes), commitSeed(header)))
  putRecords(bytes, entries, { at: commitHeadBytes, number })
  return bytes
}

function putRecords(
  bytes: Uint8Array,
  entries: readonly Uint8Array[],
  from: { readonly at: number; readonly number: number },
): void {
  const view = new DataView(bytes.buffer)
  let { at } = from
  for (const [i, entry] of entries.entries()) {
    const end = at + recordBytes(entry)
    view.setUint32(at, entry.length)
    bytes[at + kindAt] = entryKind
    bytes.set(entry, at + recordHeadBytes)
    view.setUint32(at + checksumAt, entryChecksum(entry, from.number + i))
    at = end
  }
}

/** The entry of the record here, if it is a good one of this number. */
export function recordAt(bytes: Uint8Array, at: number, number: number): Uint8Array | undefined {
  const end = endOfRecord(bytes, at)
  if (end === undefined) return undefined
  const entry = bytes.subarray(at + recordHeadBytes, end)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return entryChecksum(entry, number) === view.getUint32(at + checksumAt) ? entry : undefined
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
  /** Where the last commit begins, and how many of the entries come before it. */
  readonly lastCommit: { readonly at: number; readonly entries: number }
}

/** Reads records from the beginning of the bytes to the first that is none. */
export function decodeRecords(bytes: Uint8Array, place: RecordPlace): DecodedRecords {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const entries: Uint8Array[] = []
  let lastCommit = { at: 0, entries: 0 }
  let at = 0
  while (at + recordHeadBytes <= bytes.length) {
    if (bytes[at + kindAt] === commitKind) {
      if (commitNumberAt(bytes, at, place.header) !== place.number + entries.length) break
      lastCommit = { at, entries: entries.length }
      at += commitHeadBytes
      continue
    }
    const length = view.getUint32(at)
    const end = at + recordHeadBytes + length
    const isEntry = bytes[at + kindAt] === entryKind && length <= entryBytesMax
    if (!isEntry || end > bytes.length) break
    const entry = windowOn(bytes, at + recordHeadBytes, length)
    const found = entryChecksum(entry, place.number + entries.length)
    if (found !== view.getUint32(at + checksumAt)) break
    entries.push(entry)
    at = end
  }
  return { entries, end: at, lastCommit }
}

/** As `subarray`, several times as fast. */
const windowOn = ({ buffer, byteOffset }: Uint8Array, at: number, length: number): Uint8Array =>
  new Uint8Array(buffer, byteOffset + at, length)

/** The number that a commit which begins there says; undefined: none does. */
export function commitNumberAt(
  bytes: Uint8Array,
  at: number,
  header: SegmentHeader,
): number | undefined {
  const end = at + commitHeadBytes
  if (end > bytes.length || bytes[at + kindAt] !== commitKind) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, commitHeadBytes)
  if (view.getUint32(0) !== commitHeadBytes - recordHeadBytes) return undefined
  const found = crc32(bytes.subarray(at + kindAt, end), commitSeed(header))
  return found === view.getUint32(checksumAt)
    ? Number(view.getBigUint64(recordHeadBytes))
    : undefined
}

/**
 * Whether a commit begins somewhere from `from` on that says of more entries than `place.number`
 * that they were durable: what cannot be read before it was durable, and is damaged.
 */
export function hasLaterCommit(bytes: Uint8Array, from: number, place: RecordPlace): boolean {
  const last = bytes.length - commitHeadBytes
  for (let kind = bytes.indexOf(commitKind, from + kindAt); kind >= 0; ) {
    const at = kind - kindAt
    if (at > last) return false
    const number = commitNumberAt(bytes, at, place.header)
    if (number !== undefined && number > place.number) return true
    kind = bytes.indexOf(commitKind, kind + 1)
  }
  return false
}
