/**
 * Reads a log from its folder: every file, but for the zeros that end it. Writes nothing. Decides
 * nothing about what is found: that is `segment.ts` and `log-content.ts`.
 */
import {
  catchError,
  concat,
  concatMap,
  forkJoin,
  from,
  last,
  map,
  mergeMap,
  mergeScan,
  of,
  range,
  reduce,
  toArray,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { Fs, FsFile } from '@quorate/core'
import {
  checkpointIn,
  checkpointName,
  commitHeadBytes,
  decodeMarks,
  logName,
  recordsAt,
  segmentName,
  segmentNumbers,
} from '../format/index.ts'
import { emptyContent, entryCount, withGap, withSegment } from './log-content.ts'
import type { LogContent } from './log-content.ts'
import { readableOf } from './readable.ts'
import type { Readable } from './readable.ts'
import { lengthWithoutZeros, readSegment } from './segment.ts'
import type { Place, ReadSegment, SegmentBytes } from './segment.ts'

/** What the log in this folder holds. */
export function readContent(fs: Fs, folder: string): Observable<LogContent> {
  return fs.list(folder).pipe(
    mergeMap((names) => {
      const count = segmentNumbers(names).at(-1) ?? 1
      const segments = Array.from({ length: count }, (_, i) => segmentName(i + 1))
      const pathOf = (name: string): string => (names.includes(name) ? `${folder}/${name}` : '')
      return from(segments).pipe(
        mergeScan((content, name) => added(fs, pathOf(name), content), emptyContent, 1),
        last(),
      )
    }),
  )
}

/** What can still be read in this folder, which holds a log with damage. */
export function readReadable(fs: Fs, folder: string): Observable<Readable> {
  return fs.list(folder).pipe(
    mergeMap((names) => {
      const count = segmentNumbers(names).at(-1) ?? 1
      const segments = Array.from({ length: count }, (_, i) => segmentName(i + 1))
      const bytesIn = (name: string): Observable<SegmentBytes | undefined> =>
        names.includes(name) ? fileBytes(fs, `${folder}/${name}`, all) : of(undefined)
      return from(segments).pipe(concatMap(bytesIn), toArray(), map(readableOf))
    }),
  )
}

/** The content with one segment more; a path that is empty: its file is missing. */
function added(fs: Fs, path: string, content: LogContent): Observable<LogContent> {
  if (content.damage !== undefined) return of(content)
  if (path === '') return of(withGap(content))
  const place = { segment: content.segments.length + 1, entriesBefore: entryCount(content) }
  return segmentIn(fs, path, place).pipe(map((read) => withSegment(content, read)))
}

function segmentIn(fs: Fs, path: string, place: Place): Observable<ReadSegment> {
  const read = (least: Least): Observable<ReadSegment> =>
    fileBytes(fs, path, least).pipe(map((bytes) => readSegment(bytes, place)))
  const durable: Least = (front) => decodeMarks(front, place.segment)[0]?.durableTo ?? all(front)
  return read(durable).pipe(mergeMap((found) => (found.isCut ? read(all) : of(found))))
}

/** What is kept beside the log of this number: whatever is wrong with that, it is a cache. */
export const readCheckpoint = (fs: Fs, log: number): Observable<Uint8Array | undefined> =>
  fs.open(`${logName(log)}/${checkpointName}`, 'read').pipe(
    mergeMap((file) => {
      const bytes = file.size().pipe(mergeMap((size) => file.read(0, size)))
      return concat(bytes.pipe(map(checkpointIn)), file.close())
    }),
    catchError(() => of(undefined)),
  )

/** Up to where a file is read, by its front, whatever it holds. */
type Least = (front: Uint8Array) => number

const all: Least = () => Number.POSITIVE_INFINITY

/** What a file holds; zeros that end it are left out behind `least`. */
const fileBytes = (fs: Fs, path: string, least: Least): Observable<SegmentBytes> =>
  fs.open(path, 'read').pipe(mergeMap((file) => concat(bytesOf(file, least), file.close())))

/** Its front first, so that the mark which was read there is never ahead of the records. */
const bytesOf = (file: FsFile, least: Least): Observable<SegmentBytes> =>
  forkJoin({ front: file.read(0, recordsAt), bytes: file.size() }).pipe(
    mergeMap(({ front, bytes }) =>
      dataEnd(file, least(front), bytes).pipe(
        // What begins a commit may end in zeros, wherever it is.
        map((end) => Math.min(bytes, end + commitHeadBytes)),
        mergeMap((end) => file.read(recordsAt, Math.max(0, end - recordsAt))),
        map((records) => ({ front, records, bytes })),
      ),
    ),
  )

/** Zeros are looked for in steps of so many bytes, a few at a time. */
const stepBytes = 1_048_576
const stepsAtOnce = 4

/** A place in the file behind which it holds zeros only, if that is not before `least`. */
function dataEnd(file: FsFile, least: number, size: number): Observable<number> {
  const steps = Math.max(0, Math.ceil((size - least) / stepBytes) - 1)
  const endIn = (step: number): Observable<number> => {
    const to = size - step * stepBytes
    const at = to - stepBytes
    return file
      .read(at, stepBytes)
      .pipe(map((bytes) => (lengthWithoutZeros(bytes, 0) > 0 ? to : 0)))
  }
  return range(0, steps).pipe(
    mergeMap(endIn, stepsAtOnce),
    reduce((end, found) => Math.max(end, found), size - steps * stepBytes),
  )
}
