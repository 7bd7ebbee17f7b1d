/**
 * Opens a place: finds its log, reads it, refuses it if it is damaged or, if that is wanted, goes
 * on with what can be read, and otherwise makes it fit to be appended to. Whoever calls it holds
 * the place. A damaged log is left as it is, to the byte: cutting off what was durable would make a
 * member forget what others rely on (Alagappan et al., FAST 2018).
 */
import { EMPTY, concat, forkJoin, map, mergeMap, of, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { FsError } from '@quorate/core'
import type { Fs, Recovered } from '@quorate/core'
import { backupName, logName, logNumbers } from '../format/index.ts'
import { damagedError, entriesOf, readCheckpoint, readContent } from '../reading/index.ts'
import type { LogContent, Segment } from '../reading/index.ts'
import { LogWriter, clearLog, clearPlace, openSegment } from '../writing/index.ts'
import type { LogPlace } from '../writing/index.ts'
import { repaired, repairsOf } from './repair.ts'
import { salvaged } from './salvage.ts'

/** How a place is to be opened. */
export interface Opening {
  readonly segmentBytes: number
  /** What to do about a damaged log. */
  readonly onDamage: 'refuse' | 'salvage'
}

/** A place that was opened. */
export interface OpenedPlace {
  readonly recovered: Recovered
  /** Number of the log; 0: there is none yet. */
  readonly log: number
  readonly writer: LogWriter | undefined
}

export function openPlace(fs: Fs, opening: Opening): Observable<OpenedPlace> {
  return fs.list('').pipe(
    mergeMap((names) => {
      const log = logNumbers(names).at(-1) ?? 0
      if (names.includes(backupName)) return throwError(isBackup)
      const opened = log === 0 ? of(emptyPlace) : openLog({ fs, log, ...opening })
      return concat(clearPlace(fs, names), opened)
    }),
  )
}

const isBackup = (): FsError =>
  new FsError('wrong-kind', 'this is a backup: restore it into a folder of its own')

const emptyPlace: OpenedPlace = {
  recovered: { identity: undefined, entries: [], repairs: [] },
  log: 0,
  writer: undefined,
}

function openLog(place: LogPlace & Opening): Observable<OpenedPlace> {
  const { fs, log } = place
  return readContent(fs, logName(log)).pipe(
    mergeMap((content) => {
      const last = content.segments.at(-1)
      const { damage } = content
      if (damage !== undefined) return openDamaged(place, damagedError(logName(log), damage))
      if (last === undefined) return EMPTY
      return concat(clearLog(fs, log), writable(place, content, last))
    }),
  )
}

const openDamaged = (place: LogPlace & Opening, error: FsError): Observable<OpenedPlace> =>
  place.onDamage === 'refuse'
    ? throwError(() => error)
    : salvaged(place, error.message).pipe(
        mergeMap(({ log, isThere, repairs }) => {
          const sound = isThere
            ? openLog({ ...place, log, onDamage: 'refuse' })
            : of({ ...emptyPlace, log })
          return sound.pipe(map((opened) => withRepairs(opened, repairs(opened.log))))
        }),
      )

const withRepairs = (opened: OpenedPlace, repairs: readonly string[]): OpenedPlace => {
  const { recovered } = opened
  return { ...opened, recovered: { ...recovered, repairs: [...repairs, ...recovered.repairs] } }
}

const writable = (place: LogPlace, content: LogContent, last: Segment): Observable<OpenedPlace> =>
  repaired(place, last).pipe(
    mergeMap(({ log, ...segment }) => {
      const now = { ...place, log }
      return forkJoin({
        file: openSegment(now, segment),
        checkpoint: readCheckpoint(place.fs, log),
      }).pipe(
        map(({ file, checkpoint }) => ({
          log,
          writer: new LogWriter(now, file),
          recovered: {
            identity: last.header.identity,
            entries: entriesOf(content.segments),
            checkpoint,
            repairs: repairsOf(place.log, last),
          },
        })),
      )
    }),
  )
