/**
 * Makes a log of a backup, or of a copy of a log's folder, for a member that goes on from there. It
 * is a new store by construction: the store that the backup is of hands its place to it with the
 * last entry (docs/decisions/0033), so the new one is a member with all state, also when nobody
 * else is left, and no entry id can be used again. Whatever the folder held is set aside whole. It
 * must never restore into a folder that a member holds, nor leave half a log.
 */
import {
  decodeEntry,
  FsError,
  nodeCrypto,
  renewedLog,
  systemClock,
  systemEntropy,
} from '@quorate/core'
import type { Clock, EntropySource, Fs, Hash, LogEntry, LogIdentity, StoreId } from '@quorate/core'
import { concat, map, mergeMap, of, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { backupName, logName, logNumbers } from '../format/index.ts'
import { clearPlace, firstSegment, makeLog } from '../writing/index.ts'
import { holding } from './holding.ts'
import { soundLog } from './sound-log.ts'
import type { SoundLog } from './sound-log.ts'

/** A log that was made of a backup. */
export interface RestoredLog {
  readonly identity: LogIdentity
  /** The store that the backup is of. */
  readonly was: StoreId
  readonly entries: number
  /** The folder of the log that was there before; undefined: none was. */
  readonly setAside: string | undefined
}

/** Where time and chance come from. */
export interface RestoreOptions {
  /** Default: that of this machine. */
  readonly clock?: Clock
  /** Default: that of this machine. */
  readonly entropy?: EntropySource
}

/** Emits once the log is durable; ends with an `FsError`. */
export const restoreLog = (
  from: Fs,
  target: Observable<Fs>,
  options: RestoreOptions,
): Observable<RestoredLog> =>
  soundLog(from).pipe(
    map((log) => ({ was: log.identity.store, renewed: renewed(log, options) })),
    mergeMap((log) =>
      target.pipe(mergeMap((fs) => holding(fs, 'the restoring', () => restored(fs, log)))),
    ),
  )

interface Restoring {
  readonly was: StoreId
  readonly renewed: SoundLog
}

function restored(fs: Fs, { was, renewed: log }: Restoring): Observable<RestoredLog> {
  return fs.list('').pipe(
    mergeMap((names) => {
      if (names.includes(backupName))
        return throwError(() => new FsError('exists', 'the folder holds a backup: take another'))
      const before = logNumbers(names).at(-1) ?? 0
      const done: RestoredLog = {
        identity: log.identity,
        was,
        entries: log.entries.length,
        setAside: before === 0 ? undefined : logName(before),
      }
      const made = makeLog(fs, logName(before + 1), firstSegment(log, segmentBytes))
      return concat(clearPlace(fs, names), made, of(done))
    }),
  )
}

/** A member that starts with it makes the segments it wants behind this one. */
const segmentBytes = 1

/** @throws FsError for a log that nobody can go on from. */
function renewed({ identity, entries }: SoundLog, options: RestoreOptions): SoundLog {
  const { clock = systemClock(), entropy = systemEntropy() } = options
  const crypto = nodeCrypto()
  const hash: Hash = (bytes) => crypto.hash(bytes)
  const time = { wall: clock.now(), entropy: entropy.next() }
  const decoded = entries.map((bytes, number) => entryOf(bytes, number, hash))
  const renewal = renewedLog(decoded, { identity, hash, ...time })
  if (renewal === undefined)
    throw new FsError('invalid', 'its member was out of its cluster then: start it anew, and join')
  const news = renewal.news.map(({ bytes }) => bytes)
  return { identity: renewal.identity, entries: [...entries, ...news] }
}

function entryOf(bytes: Uint8Array, number: number, hash: Hash): LogEntry {
  const decoded = decodeEntry(bytes, hash)
  if (decoded.ok) return decoded.entry
  throw new FsError('damaged', `entry ${number} of the log: ${decoded.detail}`)
}
