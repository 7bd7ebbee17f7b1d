/**
 * The log of a member in a folder, and how to look into it. Decides only where the disk comes from:
 * a folder named by a path is made, and made durable, when the log is opened.
 */
import { concat, defer, of } from 'rxjs'
import type { Observable } from 'rxjs'
import type { Fs, LogStore } from '@quorate/core'
import { backupLog as backedUp, restoreLog as restored } from './backup/index.ts'
import type { LogBackup, RestoredLog, RestoreOptions } from './backup/index.ts'
import { folderMade, nodeFs } from './disk/index.ts'
import { readLatest, readNewest } from './reading/index.ts'
import type { LogNews, LogPosition, LogReading } from './reading/index.ts'
import { FileLogStore } from './store/index.ts'
import type { FileLogOptions } from './store/index.ts'

/**
 * A log store in a folder: of this machine, made if it is not there, or of any disk.
 *
 * @throws RangeError if `segmentBytes` is no size of a file, or `onDamage` no way to go on.
 */
export function fileLog(place: string | Fs, options: FileLogOptions = {}): LogStore {
  const { segmentBytes = 1 } = options
  if (!Number.isSafeInteger(segmentBytes) || segmentBytes < 1 || segmentBytes > segmentBytesMax)
    throw new RangeError(`segmentBytes must be a whole number from 1 to ${segmentBytesMax}`)
  const { onDamage = 'refuse' } = options
  if (!waysOn.includes(onDamage)) throw new RangeError(`onDamage must be ${waysOn.join(' or ')}`)
  return new FileLogStore(placeOf(place), options)
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

/**
 * Copies the log in a folder, of a stopped or a running member, into a folder that is to hold
 * nothing else; made if it is not there. Emits once the backup is durable. A backup is no log: a
 * member goes on from what `restoreLog` makes of it.
 */
export const backupLog = (place: string | Fs, target: string | Fs): Observable<LogBackup> =>
  backedUp(typeof place === 'string' ? nodeFs(place) : place, placeOf(target))

/**
 * Makes a log of a backup, or of a copy of a log's folder, in a folder that nobody holds; made if
 * it is not there, and a log that it holds is set aside whole. Emits once the log is durable. The
 * member that starts with it goes on in the place of the one that the backup is of, as a new store,
 * with all that the backup holds; if that one still runs, it is superseded.
 */
export const restoreLog = (
  source: string | Fs,
  target: string | Fs,
  options: RestoreOptions = {},
): Observable<RestoredLog> =>
  restored(typeof source === 'string' ? nodeFs(source) : source, placeOf(target), options)

const waysOn: readonly string[] = ['refuse', 'salvage']

const segmentBytesMax = 1_024 * 1_024 * 1_024

const placeOf = (place: string | Fs): Observable<Fs> =>
  typeof place === 'string' ? made(place) : of(place)

const made = (folder: string): Observable<Fs> =>
  concat(
    folderMade(folder),
    defer(() => of(nodeFs(folder))),
  )
