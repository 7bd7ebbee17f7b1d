/**
 * The log of a member in a folder, and how to look into it. Decides only where the disk comes from:
 * a folder named by a path is made, and made durable, when the log is opened.
 */
import { concat, defer, of } from 'rxjs'
import type { Observable } from 'rxjs'
import type { Fs, LogStore } from '@quorate/core'
import { folderMade, nodeFs } from './disk/index.ts'
import { readLatest, readNewest } from './reading/index.ts'
import type { LogNews, LogPosition, LogReading } from './reading/index.ts'
import { FileLogStore } from './store/index.ts'
import type { FileLogOptions } from './store/index.ts'

/**
 * A log store in a folder: of this machine, made if it is not there, or of any disk.
 *
 * @throws RangeError if `segmentBytes` is no size of a file.
 */
export function fileLog(place: string | Fs, options: FileLogOptions = {}): LogStore {
  const { segmentBytes = 1 } = options
  if (!Number.isSafeInteger(segmentBytes) || segmentBytes < 1 || segmentBytes > segmentBytesMax)
    throw new RangeError(`segmentBytes must be a whole number from 1 to ${segmentBytesMax}`)
  return new FileLogStore(typeof place === 'string' ? made(place) : of(place), options)
}

/**
 * Reads the log in a folder, also one that a running member writes to. Writes nothing and takes no
 * lock; what is damaged is told, not thrown. Ends as `not-found` if the folder is not there, or if
 * the log was given another name meanwhile: read again.
 */
export const readLog = (place: string | Fs): Observable<LogReading> =>
  readLatest(typeof place === 'string' ? nodeFs(place) : place)

/**
 * Reads what became durable in the log in a folder since a look before, `position` of whose answer
 * is `since`; the first time all from the beginning. A step at a time: ask again at once while
 * `isMore`. Emits undefined while nothing is new. Goes on to a log that is begun anew, when all of
 * the one before was read. Writes nothing and takes no lock; ends as `damaged` at what is not what
 * was written, as `not-found` if there is no folder.
 */
export const readNews = (
  place: string | Fs,
  since?: LogPosition,
): Observable<LogNews | undefined> =>
  readNewest(typeof place === 'string' ? nodeFs(place) : place, since)

const segmentBytesMax = 1_024 * 1_024 * 1_024

const made = (folder: string): Observable<Fs> =>
  concat(
    folderMade(folder),
    defer(() => of(nodeFs(folder))),
  )
