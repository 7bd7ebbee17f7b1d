/**
 * Reads a log from its folder: every file whole, its front first, so that beside a running writer
 * the mark that was read is never ahead of the records. Writes nothing. Decides nothing about what
 * is found: that is `segment.ts` and `log-content.ts`.
 */
import {
  catchError,
  concat,
  concatMap,
  defer,
  from,
  last,
  map,
  mergeMap,
  mergeScan,
  of,
  reduce,
  toArray,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { Fs, FsFile } from '@quorate/core'
import {
  checkpointIn,
  checkpointName,
  logName,
  recordsAt,
  segmentName,
  segmentNumbers,
} from '../format/index.ts'
import { emptyContent, entryCount, withGap, withSegment } from './log-content.ts'
import type { LogContent } from './log-content.ts'
import { readableOf } from './readable.ts'
import type { Readable } from './readable.ts'
import { readSegment } from './segment.ts'
import type { SegmentBytes } from './segment.ts'

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
        names.includes(name) ? fileBytes(fs, `${folder}/${name}`) : of(undefined)
      return from(segments).pipe(concatMap(bytesIn), toArray(), map(readableOf))
    }),
  )
}

/** The content with one segment more; a path that is empty: its file is missing. */
function added(fs: Fs, path: string, content: LogContent): Observable<LogContent> {
  if (content.damage !== undefined) return of(content)
  if (path === '') return of(withGap(content))
  const place = { segment: content.segments.length + 1, entriesBefore: entryCount(content) }
  return fileBytes(fs, path).pipe(map((bytes) => withSegment(content, readSegment(bytes, place))))
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

const fileBytes = (fs: Fs, path: string): Observable<SegmentBytes> =>
  fs.open(path, 'read').pipe(mergeMap((file) => concat(bytesOf(file), file.close())))

const bytesOf = (file: FsFile): Observable<SegmentBytes> =>
  concat(
    file.read(0, recordsAt),
    defer(() =>
      file.size().pipe(mergeMap((size) => file.read(recordsAt, Math.max(0, size - recordsAt)))),
    ),
  ).pipe(
    reduce<Uint8Array, readonly Uint8Array[]>((parts, part) => [...parts, part], []),
    map(([front = nothing, records = nothing]) => ({ front, records })),
  )

const nothing = new Uint8Array(0)
