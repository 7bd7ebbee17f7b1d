/**
 * Begins a log: a folder under another name until its first segment is in it, whole and durable;
 * then one rename makes it the log and sets aside the one before, which stays as it is. Also clears
 * away what a crash left unfinished.
 */
import type { Fs, LogIdentity } from '@quorate/core'
import { EMPTY, concat, from, mergeMap } from 'rxjs'
import type { Observable } from 'rxjs'
import { logName, segmentImage, segmentName, unfinished } from '../format/index.ts'
import { written } from './make-segment.ts'

/** A log to begin. */
export interface NewLog {
  readonly log: number
  readonly identity: LogIdentity
  /** Bytes of its first segment. */
  readonly bytes: number
}

export function makeLog(fs: Fs, { log, identity, bytes }: NewLog): Observable<never> {
  const header = { segment: 1, entriesBefore: 0, identity }
  const image = segmentImage({ header, entries: [], bytes })
  return concat(
    fs.makeFolder(unfinished),
    written(fs, `${unfinished}/${segmentName(1)}`, image.bytes),
    fs.syncFolder(unfinished),
    fs.rename(unfinished, logName(log)),
    fs.syncFolder(''),
  )
}

/** Removes what is unfinished in the place, whose names these are. */
export const clearPlace = (fs: Fs, names: readonly string[]): Observable<never> =>
  names.includes(unfinished)
    ? concat(
        fs.list(unfinished).pipe(
          mergeMap((inside) =>
            eachRemoved(
              fs,
              inside.map((name) => `${unfinished}/${name}`),
            ),
          ),
        ),
        fs.remove(unfinished),
      )
    : EMPTY

/** Removes what is unfinished in a log. */
export const clearLog = (fs: Fs, log: number): Observable<never> =>
  fs
    .list(logName(log))
    .pipe(
      mergeMap((names) =>
        names.includes(unfinished) ? fs.remove(`${logName(log)}/${unfinished}`) : EMPTY,
      ),
    )

const eachRemoved = (fs: Fs, paths: readonly string[]): Observable<never> =>
  from(paths).pipe(mergeMap((path) => fs.remove(path), 1))
