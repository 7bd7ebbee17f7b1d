/**
 * Makes a log whose process ended in the middle fit to be appended to: its last segment is written
 * anew, elsewhere, with the good records alone, and takes the old one's place in one rename. What
 * was read may be in the page cache only, after a sync that failed, and no later sync would make it
 * durable (Rebello et al., ATC 2020); what is written anew is. Never touches a log with damage.
 */
import { EMPTY, concat, defer, of } from 'rxjs'
import type { Observable } from 'rxjs'
import { isProven, logName, segmentImage, segmentName } from '../format/index.ts'
import type { DurableMark, NewSegment } from '../format/index.ts'
import type { Segment } from '../reading/index.ts'
import { makeSegment } from '../writing/index.ts'
import type { LogPlace } from '../writing/index.ts'

/** A log that can be appended to, and in which state its last segment is. */
export interface SoundLog {
  readonly log: number
  readonly header: Segment['header']
  readonly mark: DurableMark
  readonly bytes: number
}

/** Whether its end is as `close` leaves it. */
const wasClosed = ({ mark, end, tailBytes, hasBothMarks }: Segment): boolean =>
  isProven(mark) && mark.durableTo === end && tailBytes === 0 && hasBothMarks

/** What was found and cut, for a person. */
export function repairsOf(log: number, { header, mark, ...found }: Segment): readonly string[] {
  const name = `${logName(log)}/${segmentName(header.segment)}`
  const entries = header.entriesBefore + found.entries.length
  const tail = `${found.tailBytes} bytes at ${found.end}, after ${entries} entries`
  const lost = `${name}: one of its two durable marks was not readable`
  return [
    ...(found.tailBytes > 0 ? [`${name}: cut ${tail}: a write that did not complete`] : []),
    ...(found.hasBothMarks ? [] : [`${lost}; by the other it was durable up to ${mark.durableTo}`]),
  ]
}

/** Emits once the log as it is now; `last` is its last segment. */
export function repaired(place: LogPlace, last: Segment): Observable<SoundLog> {
  const { fs, log, segmentBytes } = place
  const { header, mark, bytes, entries } = last
  if (wasClosed(last)) return of({ log, header, mark, bytes })
  const anew: NewSegment = { header, entries, bytes: Math.max(bytes, segmentBytes) }
  const isNew = header.segment === 1 && !isProven(mark)
  const number = isNew ? log + 1 : log
  return concat(
    makeSegment(fs, log, anew),
    isNew ? renamed(place, number) : EMPTY,
    defer(() => {
      const image = segmentImage(anew)
      return of({ log: number, header, mark: image.mark, bytes: image.bytes.length })
    }),
  )
}

/** Nothing was synced since the log got its name, which may not be durable: it gets another. */
const renamed = ({ fs, log }: LogPlace, number: number): Observable<never> =>
  concat(fs.rename(logName(log), logName(number)), fs.syncFolder(''))
