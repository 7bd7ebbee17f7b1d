/**
 * Appends to a log, over segment after segment. Decides where a batch is cut into commits; each is
 * durable before the next begins, so that what a crash leaves is always a prefix.
 */
import { FsError } from '@quorate/core'
import type { Fs } from '@quorate/core'
import { EMPTY, concat, defer, map, mergeMap, of, repeat, tap, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import {
  emptyMark,
  entryBytesMax,
  logName,
  recordBytes,
  recordsAt,
  segmentName,
} from '../format/index.ts'
import { makeSegment } from './make-segment.ts'
import { SegmentFile } from './segment-file.ts'
import type { OpenSegment } from './segment-file.ts'

/** The most bytes of one commit, unless a single record is larger. */
export const commitBytesMax: number = 4 * 1_024 * 1_024

/** Where a log is, and how large its segments are. */
export interface LogPlace {
  readonly fs: Fs
  readonly log: number
  readonly segmentBytes: number
}

export class LogWriter {
  readonly #place: LogPlace
  #segment: SegmentFile

  constructor(place: LogPlace, segment: SegmentFile) {
    this.#place = place
    this.#segment = segment
  }

  /** Completes when all are durable. Not to be called before the last one has ended. */
  append(entries: readonly Uint8Array[]): Observable<never> {
    return defer(() => {
      const tooLarge = entries.find(({ length }) => length > entryBytesMax)
      if (tooLarge !== undefined) return throwError(() => tooLargeError(tooLarge))
      let rest = entries
      return defer(() => {
        const [first] = rest
        if (first === undefined) return EMPTY
        if (recordBytes(first) > this.#segment.room) return this.#change(recordBytes(first))
        const now = Math.max(1, fitting(rest, Math.min(this.#segment.room, commitBytesMax)))
        const commit = this.#segment.commit(rest.slice(0, now))
        rest = rest.slice(now)
        return commit
      }).pipe(repeat({ delay: () => (rest.length > 0 ? of(0) : EMPTY) }))
    })
  }

  /** Completes when the log is as a reader wants it, and the file is closed. */
  close(): Observable<never> {
    return concat(
      defer(() => this.#segment.seal()),
      defer(() => this.#segment.close()),
    )
  }

  /** Gives the file up, whatever is wrong with it. */
  abandon(): Observable<never> {
    return this.#segment.close()
  }

  #change(bytesNeeded: number): Observable<never> {
    return defer(() => {
      const { header, entryCount } = this.#segment
      const next = {
        segment: header.segment + 1,
        entriesBefore: entryCount,
        identity: header.identity,
      }
      const bytes = Math.max(this.#place.segmentBytes, recordsAt + bytesNeeded)
      const { fs, log } = this.#place
      return concat(
        this.#segment.seal(),
        makeSegment(fs, log, { header: next, entries: [], bytes }),
        this.#segment.close(),
        openSegment(this.#place, { header: next, bytes, mark: emptyMark }).pipe(
          tap((segment) => {
            this.#segment = segment
          }),
          mergeMap(() => EMPTY),
        ),
      )
    })
  }
}

/** Opens the segment of a log that is to be written to. */
export const openSegment = (
  { fs, log }: LogPlace,
  segment: Omit<OpenSegment, 'file'>,
): Observable<SegmentFile> =>
  fs
    .open(`${logName(log)}/${segmentName(segment.header.segment)}`, 'write')
    .pipe(map((file) => new SegmentFile({ ...segment, file })))

/** How many of the entries, from the first on, have room. */
function fitting(entries: readonly Uint8Array[], room: number): number {
  let left = room
  const count = entries.findIndex((entry) => {
    left -= recordBytes(entry)
    return left < 0
  })
  return count === -1 ? entries.length : count
}

const tooLargeError = ({ length }: Uint8Array): FsError =>
  new FsError('invalid', `an entry of ${length} bytes; at most ${entryBytesMax} may be`)
