/**
 * The log in a place, or the backup, all of which can be read: what is copied must be whole. One
 * that began anew while it was read is read again.
 */
import { FsError } from '@quorate/core'
import type { Fs, LogIdentity } from '@quorate/core'
import { defer, mergeMap, of, retry, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { readLatest } from '../reading/index.ts'

export interface SoundLog {
  readonly identity: LogIdentity
  readonly entries: readonly Uint8Array[]
}

const readAgainMax = 2

/** Ends as `damaged` if some cannot be read, as `not-found` if there is none. */
export const soundLog = (fs: Fs): Observable<SoundLog> =>
  defer(() => readLatest(fs)).pipe(
    retry(readAgainMax),
    mergeMap(({ identity, entries, damage }) => {
      if (damage !== undefined) return throwError(() => damage)
      if (identity !== undefined) return of({ identity, entries })
      return throwError(() => new FsError('not-found', 'there is no log in this folder'))
    }),
  )
