/**
 * What can still be read of a log with damage: every record whose checksum is right for its number,
 * also behind those that are not. Pure. It must never give a record that was not written as that
 * number, nor one twice.
 */
import type { LogIdentity } from '@quorate/core'
import {
  commitHeadBytes,
  commitNumberAt,
  decodeHeader,
  decodeMarks,
  endOfRecord,
  recordAt,
  recordBytes,
} from '../format/index.ts'
import type { SegmentHeader } from '../format/index.ts'
import type { SegmentBytes } from './segment.ts'

/** A log with damage, as far as it can be read. */
export interface Readable {
  /** undefined: no header says whose it is. */
  readonly identity: LogIdentity | undefined
  readonly entries: readonly Uint8Array[]
  /** How many entries it is known to have had, these included. */
  readonly count: number
  /** Numbers of those that are missing, as ranges. */
  readonly missing: readonly Range[]
}

/** Numbers of entries, both ends included. */
export interface Range {
  readonly from: number
  readonly to: number
}

interface Found {
  readonly number: number
  readonly entry: Uint8Array
}

/** How many records in a row may be unreadable for those behind them to be found. */
const skippedMax = 512
/** Bytes of an entry that is looked for where no length leads to it. */
const soughtBytesMax = 65_536

/** `segments`: the files in order; undefined for one that is missing. */
export function readableOf(segments: readonly (SegmentBytes | undefined)[]): Readable {
  let identity: LogIdentity | undefined
  const found: Found[] = []
  let count = 0
  for (const [i, bytes] of segments.entries()) {
    if (bytes === undefined) continue
    const decoded = decodeHeader(bytes.front)
    const header = decoded.ok && decoded.header.segment === i + 1 ? decoded.header : undefined
    identity ??= header?.identity
    // A file of another log.
    if (header !== undefined && header.identity.store !== identity?.store) continue
    const first = header?.entriesBefore ?? count
    const [mark] = decodeMarks(bytes.front, i + 1)
    const inSegment = recordsIn(bytes.records, first, header)
    found.push(...inSegment)
    const last = inSegment.at(-1)
    count = Math.max(count, first + (mark?.entries ?? 0), (last?.number ?? -1) + 1)
  }
  return {
    identity,
    entries: found.map(({ entry }) => entry),
    count,
    missing: gapsIn(found, count),
  }
}

/** All good records of a segment, the first being the `first`-th of the log. */
function recordsIn(bytes: Uint8Array, first: number, header?: SegmentHeader): readonly Found[] {
  const found: Found[] = []
  let next: Next | undefined = { at: 0, number: first }
  while (next !== undefined) {
    const { at, number }: Next = next
    const begun = header === undefined ? undefined : commitNumberAt(bytes, at, header)
    if (begun !== undefined) {
      next = { at: at + commitHeadBytes, number: Math.max(number, begun) }
      continue
    }
    const entry = recordAt(bytes, at, number)
    if (entry !== undefined) found.push({ number, entry })
    next =
      entry === undefined
        ? behind(bytes, { at, number })
        : { at: at + recordBytes(entry), number: number + 1 }
  }
  return found
}

interface Next {
  readonly at: number
  readonly number: number
}

/**
 * The first good record behind a bad one: where its length leads, or wherever one begins. If it was
 * no entry but the beginning of a commit, the entry behind has its number.
 */
function behind(bytes: Uint8Array, { at, number }: Next): Next | undefined {
  const end = endOfRecord(bytes, at)
  if (end !== undefined && recordAt(bytes, end, number + 1) !== undefined)
    return { at: end, number: number + 1 }
  for (let place = at + 1; place < bytes.length; place++) {
    const sought = endOfRecord(bytes, place)
    if (sought === undefined || sought - place > soughtBytesMax) continue
    for (let skipped = 0; skipped <= skippedMax; skipped++)
      if (recordAt(bytes, place, number + skipped) !== undefined)
        return { at: place, number: number + skipped }
  }
  return undefined
}

function gapsIn(found: readonly Found[], count: number): readonly Range[] {
  const gaps: Range[] = []
  let next = 0
  for (const { number } of [...found, { number: count }]) {
    if (number > next) gaps.push({ from: next, to: number - 1 })
    next = Math.max(next, number + 1)
  }
  return gaps
}
