/**
 * Makes a segment: under another name until it is whole and durable, then renamed, and the name
 * made durable. A segment that has its name is therefore always whole, whenever a crash comes.
 */
import { concat, mergeMap } from 'rxjs'
import type { Observable } from 'rxjs'
import type { Fs } from '@quorate/core'
import { logName, segmentImage, segmentName, unfinished } from '../format/index.ts'
import type { NewSegment } from '../format/index.ts'

/** Writes a new file and makes its content durable, not its name. */
export const written = (fs: Fs, path: string, bytes: Uint8Array): Observable<never> =>
  fs
    .open(path, 'create')
    .pipe(mergeMap((file) => concat(file.write(0, bytes), file.sync(), file.close())))

/** Adds a segment to a log, in the place of one of that number if there is one. */
export function makeSegment(fs: Fs, log: number, segment: NewSegment): Observable<never> {
  const folder = logName(log)
  const draft = `${folder}/${unfinished}`
  return concat(
    written(fs, draft, segmentImage(segment).bytes),
    fs.rename(draft, segmentName(segment.header.segment)),
    fs.syncFolder(folder),
  )
}
