/**
 * Goes on with what of a damaged log can be read, where its member's owner chose that: all of it is
 * put into a new log of the same store, and the damaged one is set aside as it is. What is missing
 * is told, by number, and comes from others when they are met; if it was the member's own, that is
 * how it learns that its store has to be renewed. Never touches the damaged log.
 */
import type { LogIdentity } from '@quorate/core'
import { concat, mergeMap, of } from 'rxjs'
import type { Observable } from 'rxjs'
import { logName } from '../format/index.ts'
import { readReadable } from '../reading/index.ts'
import type { Readable } from '../reading/index.ts'
import { firstSegment, makeLog } from '../writing/index.ts'
import type { LogPlace } from '../writing/index.ts'

/** The log that goes on. */
export interface Salvaged {
  /** Its number; that of the damaged one if nobody can tell whose that is, and none goes on. */
  readonly log: number
  readonly isThere: boolean
  /** What was done, for a person; `goesOn`: the log that was opened, which may be named anew. */
  readonly repairs: (goesOn: number) => readonly string[]
}

/** `trouble`: what is damaged. */
export const salvaged = (place: LogPlace, trouble: string): Observable<Salvaged> =>
  readReadable(place.fs, logName(place.log)).pipe(
    mergeMap((readable) => {
      const { identity } = readable
      if (identity === undefined) return of(begunAnew(place, trouble))
      return kept(place, { trouble, identity, readable })
    }),
  )

function kept(place: LogPlace, { trouble, identity, readable }: Kept): Observable<Salvaged> {
  const log = place.log + 1
  const { entries, count, missing } = readable
  const gaps = missing.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`))
  const lost = gaps.length === 0 ? 'none is missing' : `missing: ${gaps.join(', ')}`
  const aside = `${logName(place.log)} is set aside as it is`
  const withWhat = `goes on with ${entries.length} of ${count} entries (${lost})`
  const repairs = (goesOn: number) => [trouble, `${aside}; ${logName(goesOn)} ${withWhat}`]
  const image = firstSegment({ identity, entries }, place.segmentBytes)
  return concat(makeLog(place.fs, logName(log), image), of({ log, isThere: true, repairs }))
}

interface Kept {
  readonly trouble: string
  readonly identity: LogIdentity
  readonly readable: Readable
}

const begunAnew = ({ log }: LogPlace, trouble: string): Salvaged => ({
  log,
  isThere: false,
  repairs: () => [trouble, `${logName(log)} does not say whose it is: this member begins anew`],
})
