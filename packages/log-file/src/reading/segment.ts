/**
 * What a segment file holds: pure, from its bytes. Decides where the good records end and whether
 * that is the tail of a write that did not complete, or damage: a bad record before the durable
 * mark. Never decides that something is good whose checksum is not.
 */
import {
  cutOffTo,
  decodeHeader,
  decodeMarks,
  decodeRecords,
  hasLaterCommit,
  recordsAt,
} from '../format/index.ts'
import type { DurableMark, SegmentHeader } from '../format/index.ts'

/** A segment file as it was read: what comes before the records, and they. */
export interface SegmentBytes {
  readonly front: Uint8Array
  /** To the end of the file, or to where it holds nothing but zeros. */
  readonly records: Uint8Array
  /** Of the file. */
  readonly bytes: number
}

/** Bytes of the file, and entries of the segment. */
export interface Durable {
  readonly to: number
  readonly entries: number
}

export interface Segment {
  readonly header: SegmentHeader
  readonly mark: DurableMark
  /** Up to where all was durable, by the mark or by where the last commit begins. */
  readonly durable: Durable
  /** Whether both marks could be read. */
  readonly hasBothMarks: boolean
  /** Windows on the bytes that were read. */
  readonly entries: readonly Uint8Array[]
  /** Where in the file the last good record ends. */
  readonly end: number
  /** How many bytes from there to the last one that is not zero. */
  readonly tailBytes: number
  /** Of the file. */
  readonly bytes: number
}

/** Where something is not what was written. */
export interface Flaw {
  /** In the file. */
  readonly at: number
  /** The number of the first entry that is missing, of the whole log, from 0 on. */
  readonly entry: number
  readonly detail: string
}

/** What a segment holds; `flaw` if some of what was durable cannot be read. */
export interface ReadSegment {
  readonly segment: Segment | undefined
  readonly flaw: Flaw | undefined
  /** The last record may end in zeros that were not read: it counts only with them. */
  readonly isCut: boolean
}

/** What the segments before it say of this one. */
export interface Place {
  readonly segment: number
  readonly entriesBefore: number
}

export function readSegment({ front, records, bytes }: SegmentBytes, place: Place): ReadSegment {
  const flawed = (at: number, detail: string): ReadSegment => ({
    segment: undefined,
    flaw: { at, entry: place.entriesBefore, detail },
    isCut: false,
  })
  const decoded = decodeHeader(front)
  if (!decoded.ok) return flawed(0, decoded.detail)
  const { header } = decoded
  if (header.segment !== place.segment)
    return flawed(0, `its header is that of segment ${header.segment}`)
  if (bytes < decoded.fileBytes)
    return flawed(bytes, `it is cut off: ${decoded.fileBytes} bytes were written`)
  const marks = decodeMarks(front, header.segment)
  const [mark] = marks
  if (mark === undefined) return flawed(0, 'neither of its durable marks can be read')
  const first = { header, number: header.entriesBefore }
  const { entries, end, lastCommit } = decodeRecords(records, first)
  const byCommit = { to: recordsAt + lastCommit.at, entries: lastCommit.entries }
  const byMark = { to: mark.durableTo, entries: mark.entries }
  const segment: Segment = {
    header,
    mark,
    durable: byCommit.to > byMark.to ? byCommit : byMark,
    hasBothMarks: marks.length > 1,
    entries,
    end: recordsAt + end,
    tailBytes: lengthWithoutZeros(records, end) - end,
    bytes,
  }
  const next = { header, number: header.entriesBefore + entries.length }
  const isBeforeCommit = segment.tailBytes > 0 && hasLaterCommit(records, end, next)
  const isCut = recordsAt + records.length < bytes && cutOffTo(records, end) !== undefined
  return { segment, flaw: flawIn(segment, isBeforeCommit), isCut }
}

/** A record that is bad though it was durable, as the mark says or a commit behind it. */
function flawIn(segment: Segment, isBeforeCommit: boolean): Flaw | undefined {
  const { header, durable, end, entries } = segment
  const isDurable = isBeforeCommit || end < durable.to || entries.length < durable.entries
  if (!isDurable) return undefined
  const until = isBeforeCommit ? 'when another commit was written' : `up to ${durable.to}`
  const detail = `a record is not what was written, and was durable ${until}`
  return { at: end, entry: header.entriesBefore + entries.length, detail }
}

const zeros = new Uint8Array(65_536)

/** Where the zeros begin that end the bytes; no less than `least`. Most of a file may be zeros. */
export function lengthWithoutZeros(bytes: Uint8Array, least: number): number {
  let length = bytes.length
  while (length - zeros.length >= least) {
    if (Buffer.compare(bytes.subarray(length - zeros.length, length), zeros) !== 0) break
    length -= zeros.length
  }
  while (length > least && bytes[length - 1] === 0) length--
  return length
}
