/**
 * A whole segment as it is written first: its header, both marks, the records it begins with, all
 * of which the marks cover, and zeros, so that appending to it changes no length.
 */
import { encodeHeader } from './header.ts'
import type { SegmentHeader } from './header.ts'
import { recordsAt } from './layout.ts'
import { encodeMark, firstTurns, markAt } from './mark.ts'
import type { DurableMark } from './mark.ts'
import { encodeRecords } from './record.ts'

/** A segment to be made. */
export interface NewSegment {
  readonly header: SegmentHeader
  /** The entries it begins with. */
  readonly entries: readonly Uint8Array[]
  /** Bytes of the file, or more if the entries need more. */
  readonly bytes: number
}

/** What to write, and the mark that counts in it. */
export interface SegmentImage {
  readonly bytes: Uint8Array
  readonly mark: DurableMark
}

/** Of a segment that begins with no entries. */
export const emptyMark: DurableMark = { turn: 1, durableTo: recordsAt, entries: 0 }

export function segmentImage({ header, entries, bytes }: NewSegment): SegmentImage {
  const records = encodeRecords(entries, header.entriesBefore)
  const durableTo = recordsAt + records.length
  const image = new Uint8Array(Math.max(bytes, durableTo))
  image.set(encodeHeader(header, image.length))
  const marks = firstTurns.map((turn) => ({ turn, durableTo, entries: entries.length }))
  for (const mark of marks) image.set(encodeMark(mark, header.segment), markAt(mark))
  image.set(records, recordsAt)
  return { bytes: image, mark: { ...emptyMark, durableTo, entries: entries.length } }
}
