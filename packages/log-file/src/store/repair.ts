/**
 * Makes a log whose process ended in the middle fit to be appended to. What was read may be in the
 * page cache only, after a sync that failed, and no later sync would make it durable (Rebello et
 * al., ATC 2020); what is written again is. Only what is not known to be durable is: the last
 * commit, and the mark. They are written where they are, as they are, so that a crash in
 * between leaves each sector as it was or as it was read: either way the same record. A segment of
 * which nothing was ever synced may not even have its name: it is written elsewhere, and renamed.
 * Never touches a log with damage.
 */
import { EMPTY, concat, defer, mergeMap, of } from 'rxjs'
import type { Observable } from 'rxjs'
import {
  encodeCommit,
  encodeMark,
  isProven,
  logName,
  markAt,
  segmentImage,
  segmentName,
} from '../format/index.ts'
import type { DurableMark, NewSegment } from '../format/index.ts'
import type { Segment } from '../reading/index.ts'
import { closedAfter, durably, makeSegment } from '../writing/index.ts'
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
export function repairsOf(log: number, { header, ...found }: Segment): readonly string[] {
  const name = `${logName(log)}/${segmentName(header.segment)}`
  const entries = header.entriesBefore + found.entries.length
  const tail = `${found.tailBytes} bytes at ${found.end}, after ${entries} entries`
  const lost = `${name}: one of its two durable marks was not readable`
  return [
    ...(found.tailBytes > 0 ? [`${name}: cut ${tail}: a write that did not complete`] : []),
    ...(found.hasBothMarks ? [] : [`${lost}; it was durable up to ${found.durable.to}`]),
  ]
}

/** Emits once the log as it is now; `last` is its last segment. */
export function repaired(place: LogPlace, last: Segment): Observable<SoundLog> {
  const { header, mark, bytes } = last
  if (wasClosed(last)) return of({ log: place.log, header, mark, bytes })
  const wasSynced = isProven(mark) || last.durable.entries > mark.entries
  return wasSynced ? writtenAgain(place, last) : writtenAnew(place, last)
}

/** Records and mark where they are, and zeros for the tail; then it is as closing leaves it. */
function writtenAgain({ fs, log }: LogPlace, last: Segment): Observable<SoundLog> {
  const { header, mark, durable, end, entries, tailBytes, bytes } = last
  const doubtful = new Uint8Array(end - durable.to + tailBytes)
  const number = header.entriesBefore + durable.entries
  if (end > durable.to)
    doubtful.set(encodeCommit(entries.slice(durable.entries), { header, number }))
  const reached = { turn: mark.turn + 1, durableTo: end, entries: entries.length }
  const again = fs.open(`${logName(log)}/${segmentName(header.segment)}`, 'write').pipe(
    mergeMap((file) => {
      const marked = (as: DurableMark): Observable<never> =>
        file.write(markAt(as), encodeMark(as, header.segment))
      const sync = durably(file.sync())
      const writing = file.write(durable.to, doubtful)
      return closedAfter(file, concat(writing, marked(mark), sync, marked(reached), sync))
    }),
  )
  return concat(again, of({ log, header, mark: reached, bytes }))
}

/** Of which nothing was ever synced: neither its content nor its name need be durable. */
function writtenAnew(place: LogPlace, last: Segment): Observable<SoundLog> {
  const { fs, log, segmentBytes } = place
  const { header, bytes, entries } = last
  const anew: NewSegment = { header, entries, bytes: Math.max(bytes, segmentBytes) }
  const isFirst = header.segment === 1
  const number = isFirst ? log + 1 : log
  return concat(
    makeSegment(fs, log, anew),
    isFirst ? renamed(place, number) : EMPTY,
    defer(() => {
      const image = segmentImage(anew)
      return of({ log: number, header, mark: image.mark, bytes: image.bytes.length })
    }),
  )
}

/** The name of the log may not be durable either: it gets another. */
const renamed = ({ fs, log }: LogPlace, number: number): Observable<never> =>
  concat(fs.rename(logName(log), logName(number)), durably(fs.syncFolder('')))
