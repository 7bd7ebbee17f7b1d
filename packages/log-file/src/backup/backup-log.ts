/**
 * Copies a log, of a stopped or a running member, into a folder of its own, as one segment. What it
 * copies is what the log held at one moment: a prefix, since a log only grows. It must never write
 * to the log, nor leave half a backup under its name; and what it makes is no log: nobody can go on
 * with it as the store it is of, only `restoreLog` can, as a new one.
 */
import { FsError } from '@quorate/core'
import type { Fs, LogIdentity } from '@quorate/core'
import { concat, mergeMap, of, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { backupName, logNumbers } from '../format/index.ts'
import { clearPlace, firstSegment, makeLog } from '../writing/index.ts'
import { holding } from './holding.ts'
import { soundLog } from './sound-log.ts'
import type { SoundLog } from './sound-log.ts'

/** A backup that was made. */
export interface LogBackup {
  /** Whose log it is of. */
  readonly of: LogIdentity
  readonly entries: number
}

/** Emits once the backup is durable; ends with an `FsError`. */
export const backupLog = (from: Fs, target: Observable<Fs>): Observable<LogBackup> =>
  soundLog(from).pipe(
    mergeMap((log) =>
      target.pipe(mergeMap((fs) => holding(fs, 'the backup', () => backedUp(fs, log)))),
    ),
  )

const backedUp = (fs: Fs, log: SoundLog): Observable<LogBackup> =>
  fs.list('').pipe(
    mergeMap((names) => {
      if (names.includes(backupName) || logNumbers(names).length > 0)
        return throwError(() => new FsError('exists', 'the folder holds a log or backup already'))
      const done: LogBackup = { of: log.identity, entries: log.entries.length }
      const made = makeLog(fs, backupName, firstSegment(log, segmentBytes))
      return concat(clearPlace(fs, names), made, of(done))
    }),
  )

/** As long as its entries need it to be. */
const segmentBytes = 1
