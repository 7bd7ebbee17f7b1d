/**
 * Begins a log: a folder under another name until its first segment is in it, whole and durable;
 * then one rename makes it the log and sets aside the one before, which stays as it is. Also clears
 * away what a crash left unfinished.
 */
import { FsError } from '@quorate/core'
import type { Fs, LogIdentity } from '@quorate/core'
import { EMPTY, catchError, concat, from, mergeMap, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import {
  logName,
  recordsBytes,
  recordsBytesMax,
  segmentImage,
  segmentName,
  unfinished,
  unfinishedCheckpoint,
} from '../format/index.ts'
import type { SegmentHeader, SegmentImage } from '../format/index.ts'
import { durably, isFull } from './durably.ts'
import { written } from './make-segment.ts'

/** Whose a log is, and what it holds from the start. */
export interface NewLog {
  readonly identity: LogIdentity
  readonly entries: readonly Uint8Array[]
}

/** The first segment of a new log, which holds all that the log begins with. */
export interface FirstSegment extends SegmentImage {
  readonly header: SegmentHeader
}

/** Why a log cannot begin with these; undefined: it can. */
export function whyNotBegun(entries: readonly Uint8Array[]): FsError | undefined {
  const bytes = recordsBytes(entries)
  if (bytes <= recordsBytesMax) return undefined
  const detail = `a log that begins with ${bytes} bytes; at most ${recordsBytesMax} may be`
  return new FsError('invalid', detail)
}

/** @throws FsError `invalid` for more than a segment can have. */
export function firstSegment({ identity, entries }: NewLog, segmentBytes: number): FirstSegment {
  const refused = whyNotBegun(entries)
  if (refused !== undefined) throw refused
  const header = { segment: 1, entriesBefore: 0, identity }
  return { header, ...segmentImage({ header, entries, bytes: segmentBytes }) }
}

/**
 * Makes the folder of a log; there must be none of that name. One for which there is no room leaves
 * nothing.
 */
export const makeLog = (fs: Fs, folder: string, image: FirstSegment): Observable<never> =>
  concat(
    orNothing(fs, concat(drafted(fs, image), fs.rename(unfinished, folder))),
    durably(fs.syncFolder('')),
  )

/** Completes when there is room for this log, of which nothing is left then. */
export const roomForLog = (fs: Fs, image: FirstSegment): Observable<never> =>
  concat(orNothing(fs, drafted(fs, image)), cleared(fs))

const drafted = (fs: Fs, { bytes }: FirstSegment): Observable<never> =>
  concat(
    fs.makeFolder(unfinished),
    written(fs, `${unfinished}/${segmentName(1)}`, bytes),
    fs.syncFolder(unfinished),
  )

const orNothing = (fs: Fs, work: Observable<never>): Observable<never> =>
  work.pipe(
    catchError((error: unknown) =>
      concat(
        isFull(error) ? cleared(fs) : EMPTY,
        throwError(() => error),
      ),
    ),
  )

const cleared = (fs: Fs): Observable<never> =>
  fs.list('').pipe(mergeMap((names) => clearPlace(fs, names)))

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
  fs.list(logName(log)).pipe(
    mergeMap((names) => {
      const found = [unfinished, unfinishedCheckpoint].filter((name) => names.includes(name))
      return eachRemoved(
        fs,
        found.map((name) => `${logName(log)}/${name}`),
      )
    }),
  )

const eachRemoved = (fs: Fs, paths: readonly string[]): Observable<never> =>
  from(paths).pipe(mergeMap((path) => fs.remove(path), 1))
