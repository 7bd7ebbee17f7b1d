/**
 * Appends to a log, over segment after segment. What is appended together is in one segment and
 * one commit, so that it is refused whole or kept whole; each commit is durable before the next
 * begins, so that what a crash leaves is always a prefix.
 */
import { FsError } from '@quorate/core'
import type { Fs } from '@quorate/core'
import { EMPTY, concat, defer, map, mergeMap, tap, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import {
  commitHeadBytes,
  emptyMark,
  entryBytesMax,
  logName,
  recordsAt,
  recordsBytes,
  recordsBytesMax,
  segmentName,
} from '../format/index.ts'
import { makeSegment } from './make-segment.ts'
import { SegmentFile } from './segment-file.ts'
import type { OpenSegment } from './segment-file.ts'

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

  /** How many bytes of records have room in the segment where a commit of so many is put. */
  roomFor(bytes: number): number {
    const room = this.#segment.room - commitHeadBytes
    const next = this.#place.segmentBytes - recordsAt - commitHeadBytes
    return bytes <= room ? room : Math.max(bytes, next)
  }

  /** Nothing waits to be appended for now. */
  rest(): void {
    this.#segment.rest()
  }

  /** Completes when all are durable. Not to be called before the last one has ended. */
  append(entries: readonly Uint8Array[]): Observable<never> {
    return defer(() => {
      const tooLarge = entries.find(({ length }) => length > entryBytesMax)
      if (tooLarge !== undefined) return throwError(() => tooLargeError(tooLarge))
      if (entries.length === 0) return EMPTY
      const commit = defer(() => this.#segment.commit(entries))
      const bytes = commitHeadBytes + recordsBytes(entries)
      if (bytes > recordsBytesMax) return throwError(() => tooLargeTogether(bytes))
      return bytes <= this.#segment.room ? commit : concat(this.#change(bytes), commit)
    })
  }

  /** Completes when there is room on the disk for so many bytes of records. */
  makeRoom(records: number): Observable<never> {
    return defer(() => {
      const bytes = records + commitHeadBytes
      return bytes <= this.#segment.room ? this.#segment.makeRoom(bytes) : this.#change(bytes)
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
      const opened = { header: next, bytes, mark: emptyMark }
      return concat(
        this.#segment.seal(),
        makeSegment(fs, log, { header: next, entries: [], bytes }),
        this.#segment.close(),
        openSegment(this.#place, opened).pipe(
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

const tooLargeError = ({ length }: Uint8Array): FsError =>
  new FsError('invalid', `an entry of ${length} bytes; at most ${entryBytesMax} may be`)

const tooLargeTogether = (bytes: number): FsError =>
  new FsError('invalid', `${bytes} bytes to append at once; at most ${recordsBytesMax} may be`)
