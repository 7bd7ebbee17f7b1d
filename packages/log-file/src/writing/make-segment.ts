/**
 * Makes a segment: under another name until it is whole and durable, then renamed, and the name
 * made durable. A segment that has its name is therefore always whole, whenever a crash comes; and
 * one for which there is no room leaves nothing, so that it may be made again when there is.
 */
import { EMPTY, catchError, concat, mergeMap, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import type { Fs } from '@quorate/core'
import { logName, segmentImage, segmentName, unfinished } from '../format/index.ts'
import type { NewSegment } from '../format/index.ts'
import { closedAfter } from './closed-after.ts'
import { durably, isFull } from './durably.ts'

/** Writes a new file and makes its content durable, not its name. */
export const written = (fs: Fs, path: string, bytes: Uint8Array): Observable<never> =>
  fs
    .open(path, 'create')
    .pipe(mergeMap((file) => closedAfter(file, concat(file.write(0, bytes), file.sync()))))

/** Adds a segment to a log, in the place of one of that number if there is one. */
export function makeSegment(fs: Fs, log: number, segment: NewSegment): Observable<never> {
  const folder = logName(log)
  const draft = `${folder}/${unfinished}`
  const named = concat(
    written(fs, draft, segmentImage(segment).bytes),
    fs.rename(draft, segmentName(segment.header.segment)),
  )
  // There may have been no room for its name either.
  const removed = fs.remove(draft).pipe(catchError(() => EMPTY))
  const made = named.pipe(
    catchError((error: unknown) =>
      concat(
        isFull(error) ? removed : EMPTY,
        throwError(() => error),
      ),
    ),
  )
  return concat(made, durably(fs.syncFolder(folder)))
}
