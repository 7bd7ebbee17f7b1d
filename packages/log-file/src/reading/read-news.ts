/**
 * What became durable in a log since somebody looked last: a step at a time, at most to the end of
 * a segment, so that who follows a long log holds little of it. Goes by the durable mark, which a
 * writer puts there when it pauses, and behind it by where a commit begins: all before it was
 * durable. For one it looks no further than records go on. What is written behind both is not told.
 * Looks for what comes next before it looks how far this goes: a segment that has a successor, and
 * a log that has one, are complete. Writes nothing and takes no lock.
 */
import { FsError } from '@quorate/core'
import type { Fs, FsFile, LogIdentity, StoreId } from '@quorate/core'
import { EMPTY, catchError, concat, defaultIfEmpty, map, mergeMap, of, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import {
  cutOffTo,
  decodeHeader,
  decodeMarks,
  decodeRecords,
  logName,
  logNumbers,
  recordsAt,
  segmentName,
  segmentNumbers,
} from '../format/index.ts'
import type { DecodedRecords, RecordPlace, SegmentHeader } from '../format/index.ts'
import { damagedError } from './damaged-error.ts'

/** How far somebody has read. */
export interface LogPosition {
  readonly log: number
  /** Whose log it is; undefined before anything of it was read. */
  readonly store: StoreId | undefined
  readonly segment: number
  /** In its file. */
  readonly at: number
  /** How many entries of the log come before. */
  readonly entries: number
}

/** What became durable, as far as one step goes. */
export interface LogNews {
  /** Where to go on. */
  readonly position: LogPosition
  /** Folder of the log that the entries are of. */
  readonly folder: string
  readonly identity: LogIdentity
  /** Encoded entries in the order they were appended. */
  readonly entries: readonly Uint8Array[]
  /** More is there already. */
  readonly isMore: boolean
}

/** Emits once; undefined: nothing is new, or there is no log yet. */
export function readNewest(fs: Fs, since?: LogPosition): Observable<LogNews | undefined> {
  return fs.list('').pipe(
    mergeMap((names) => {
      const logs = logNumbers(names)
      if (since === undefined) return newsOfLog(fs, logs.at(-1))
      const next = logs.find((log) => log > since.log)
      if (logs.includes(since.log)) return newsOf(fs, since, next)
      const gone = (): FsError => new FsError('not-found', `${logName(since.log)} is gone`)
      // A log whose name was not durable is given another one when it is opened again.
      return next === undefined ? throwError(gone) : newsOf(fs, { ...since, log: next })
    }),
  )
}

/** From the beginning of a log. */
const newsOfLog = (fs: Fs, log: number | undefined): Observable<LogNews | undefined> =>
  log === undefined ? of(undefined) : newsOf(fs, beginningOf(log), undefined)

const beginningOf = (log: number): LogPosition => ({
  log,
  store: undefined,
  segment: 1,
  at: recordsAt,
  entries: 0,
})

/** What there is to look into; `next`: the log that comes after, if there is one. */
function newsOf(fs: Fs, since: LogPosition, next?: number): Observable<LogNews | undefined> {
  const folder = logName(since.log)
  return fs.list(folder).pipe(
    // Given another name in between: the next look finds it.
    catchError((error: unknown) => (isNotFound(error) ? EMPTY : throwError(() => error))),
    mergeMap((names) => {
      const segments = segmentNumbers(names)
      const path = `${folder}/${segmentName(since.segment)}`
      if (!segments.includes(since.segment))
        return throwError(() => new FsError('not-found', `${path} is gone`))
      const hasNext = segments.includes(since.segment + 1)
      const after = hasNext ? nextSegment(since) : next === undefined ? since : beginningOf(next)
      return fs.open(path, 'read').pipe(
        mergeMap((file) => concat(newsIn(file, since), file.close())),
        map((news) => goneOn(news, since, after)),
      )
    }),
    defaultIfEmpty(undefined),
  )
}

const nextSegment = (since: LogPosition): LogPosition => ({
  ...since,
  segment: since.segment + 1,
  at: recordsAt,
})

/** Goes on behind what was read; with nothing read, where `after` says, if that is elsewhere. */
function goneOn(news: LogNews, since: LogPosition, after: LogPosition): LogNews | undefined {
  if (news.isMore) return news
  const isMore = after !== since
  if (news.entries.length > 0) return { ...news, isMore }
  return isMore ? { ...news, position: after, isMore } : undefined
}

const isNotFound = (error: unknown): boolean =>
  error instanceof FsError && error.code === 'not-found'

/** What of the segment is durable and was not read. */
function newsIn(file: FsFile, since: LogPosition): Observable<LogNews> {
  return file.read(0, recordsAt).pipe(
    mergeMap((front) => {
      const { header, durableTo } = frontOf(front, since)
      const { identity } = header
      const folder = logName(since.log)
      if (since.store !== undefined && since.store !== identity.store)
        return of({ position: beginningOf(since.log), folder, identity, entries: [], isMore: true })
      const marked = Math.max(0, durableTo - since.at)
      const place = { header, number: since.entries }
      return durableFrom(file, { at: since.at, marked, place }, beyondBytes).pipe(
        map(({ entries, end, goesOn }) => {
          const count = since.entries + entries.length
          const read = { ...since, store: identity.store, at: since.at + end, entries: count }
          const isDamaged = end < marked
          // What comes before is told first, and the damage when it is looked for more.
          if (isDamaged && entries.length === 0)
            throw damageAt(read, 'a record is not what was written')
          const isMore = isDamaged || (end > 0 && goesOn)
          return { position: read, folder, identity, entries, isMore }
        }),
      )
    }),
  )
}

/** How far it is looked behind the mark for the beginning of a commit, first. */
const beyondBytes = 262_144

/** Records of a segment, from a place in its file on. */
interface Stretch {
  readonly at: number
  /** How many bytes of them the mark covers. */
  readonly marked: number
  readonly place: RecordPlace
}

/** What of it is durable, in the bytes that were read. */
interface DurableRecords extends Pick<DecodedRecords, 'entries' | 'end'> {
  /** Records go on behind the bytes. */
  readonly goesOn: boolean
}

/**
 * With nothing found it is looked further for the beginning of a commit, as long as records go on:
 * the commit before may be large.
 */
function durableFrom(file: FsFile, stretch: Stretch, beyond: number): Observable<DurableRecords> {
  const { at, marked, place } = stretch
  const length = marked + beyond
  return file.read(at, length).pipe(
    mergeMap((bytes) => {
      const { entries, end, lastCommit } = decodeRecords(bytes, place)
      const cutOff = bytes.length < length ? undefined : cutOffTo(bytes, end)
      if (lastCommit.at > marked)
        return of({
          entries: entries.slice(0, lastCommit.entries),
          end: lastCommit.at,
          goesOn: cutOff !== undefined,
        })
      if (marked > 0 || cutOff === undefined) {
        const covered = decodeRecords(bytes.subarray(0, marked), place)
        return of({ ...covered, goesOn: cutOff !== undefined })
      }
      return durableFrom(file, stretch, Math.max(2 * beyond, cutOff + beyondBytes))
    }),
  )
}

interface Front {
  readonly header: SegmentHeader
  readonly durableTo: number
}

/** @throws FsError `damaged`. */
function frontOf(front: Uint8Array, since: LogPosition): Front {
  const decoded = decodeHeader(front)
  if (!decoded.ok) throw damageAt({ ...since, at: 0 }, decoded.detail)
  const [mark] = decodeMarks(front, since.segment)
  if (mark === undefined)
    throw damageAt({ ...since, at: 0 }, 'neither of its durable marks can be read')
  return { header: decoded.header, durableTo: mark.durableTo }
}

const damageAt = ({ log, segment, at, entries }: LogPosition, detail: string): FsError =>
  damagedError(logName(log), { segment, at, entry: entries, detail })
