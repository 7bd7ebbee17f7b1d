/**
 * What a segment file holds: pure, from its bytes. Decides where the good records end and whether
 * that is the tail of a write that did not complete, or damage: a bad record before the durable
 * mark. Never decides that something is good whose checksum is not.
 */
import { decodeHeader, decodeMarks, decodeRecords, recordsAt } from '../format/index.ts'
import type { DurableMark, SegmentHeader } from '../format/index.ts'

/** A segment file as it was read: what comes before the records, and they. */
export interface SegmentBytes {
  readonly front: Uint8Array
  readonly records: Uint8Array
}

export interface Segment {
  readonly header: SegmentHeader
  readonly mark: DurableMark
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
}

/** What the segments before it say of this one. */
export interface Place {
  readonly segment: number
  readonly entriesBefore: number
}

export function readSegment({ front, records }: SegmentBytes, place: Place): ReadSegment {
  const flawed = (at: number, detail: string): ReadSegment => ({
    segment: undefined,
    flaw: { at, entry: place.entriesBefore, detail },
  })
  const decoded = decodeHeader(front)
  if (!decoded.ok) return flawed(0, decoded.detail)
  const { header } = decoded
  if (header.segment !== place.segment)
    return flawed(0, `its header is that of segment ${header.segment}`)
  const marks = decodeMarks(front, header.segment)
  const [mark] = marks
  if (mark === undefined) return flawed(0, 'neither of its durable marks can be read')
  const { entries, end } = decodeRecords(records, header.entriesBefore)
  const segment: Segment = {
    header,
    mark,
    hasBothMarks: marks.length > 1,
    entries,
    end: recordsAt + end,
    tailBytes: lengthWithoutZeros(records, end) - end,
    bytes: front.length + records.length,
  }
  return { segment, flaw: flawBefore(mark, segment) }
}

/** A record that is bad though the mark says it was durable. */
function flawBefore(mark: DurableMark, { header, end, entries }: Segment): Flaw | undefined {
  if (end >= mark.durableTo && entries.length >= mark.entries) return undefined
  const detail = `a record is not what was written, and was durable up to ${mark.durableTo}`
  return { at: end, entry: header.entriesBefore + entries.length, detail }
}

const zeros = new Uint8Array(65_536)

/** Where the zeros begin that end the bytes; no less than `least`. Most of a file may be zeros. */
function lengthWithoutZeros(bytes: Uint8Array, least: number): number {
  let length = bytes.length
  while (length - zeros.length >= least) {
    if (Buffer.compare(bytes.subarray(length - zeros.length, length), zeros) !== 0) break
    length -= zeros.length
  }
  while (length > least && bytes[length - 1] === 0) length--
  return length
}
