/**
 * The log in a place, or the backup, as somebody who only looks at it sees it: all that can be
 * read, and what cannot. Also while a member writes to it; what that has not finished is a tail.
 * A read of much is not of one moment: it may lack a commit and have the one after. So what seems
 * damaged is read again, and is damaged if it still is, at the same place.
 */
import type { Fs, FsError, LogIdentity } from '@quorate/core'
import { map, mergeMap, of } from 'rxjs'
import type { Observable } from 'rxjs'
import { backupName, logName, logNumbers, segmentName } from '../format/index.ts'
import { damagedError } from './damaged-error.ts'
import { entriesOf } from './log-content.ts'
import type { Damage, LogContent } from './log-content.ts'
import { readContent } from './read-content.ts'
import type { Segment } from './segment.ts'

/** What was read of one segment. */
export interface SegmentReading {
  /** Its file, in the folder of the log. */
  readonly name: string
  /** How many entries come before it. */
  readonly entriesBefore: number
  readonly entries: number
  /** Where in the file the last good record ends. */
  readonly end: number
  /** Up to where it was known to be durable. */
  readonly durableTo: number
  /**
   * Bytes behind the last good record: a write under way, or one that did not complete; in a log
   * with damage, what begins with it.
   */
  readonly tailBytes: number
}

/** What a log holds. */
export interface LogReading {
  /** Its folder, `backup` for one; undefined: there is no log. */
  readonly folder: string | undefined
  readonly identity: LogIdentity | undefined
  readonly segments: readonly SegmentReading[]
  /** Encoded entries in the order they were appended, up to the damage if there is any. */
  readonly entries: readonly Uint8Array[]
  /** What is not what was written, though it was durable. */
  readonly damage: FsError | undefined
}

export const readLatest = (fs: Fs): Observable<LogReading> =>
  fs.list('').pipe(
    mergeMap((names) => {
      const log = logNumbers(names).at(-1)
      const folder = log === undefined ? backupName : logName(log)
      if (!names.includes(folder)) return of(nothing)
      return confirmed(fs, folder).pipe(map((content) => readingOf(folder, content)))
    }),
  )

const confirmed = (fs: Fs, folder: string, seen?: Damage): Observable<LogContent> =>
  readContent(fs, folder).pipe(
    mergeMap((content) => {
      const { damage } = content
      const isSame = damage?.segment === seen?.segment && damage?.at === seen?.at
      return damage === undefined || isSame ? of(content) : confirmed(fs, folder, damage)
    }),
  )

const nothing: LogReading = {
  folder: undefined,
  identity: undefined,
  segments: [],
  entries: [],
  damage: undefined,
}

const readingOf = (folder: string, { segments, damage }: LogContent): LogReading => ({
  folder,
  identity: segments[0]?.header.identity,
  segments: segments.map(segmentReading),
  entries: entriesOf(segments),
  damage: damage === undefined ? undefined : damagedError(folder, damage),
})

const segmentReading = ({ header, durable, entries, end, tailBytes }: Segment): SegmentReading => ({
  name: segmentName(header.segment),
  entriesBefore: header.entriesBefore,
  entries: entries.length,
  end,
  durableTo: durable.to,
  tailBytes,
})
