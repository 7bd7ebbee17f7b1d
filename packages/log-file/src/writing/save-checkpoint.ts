/**
 * Keeps a checkpoint: under another name until it is whole and durable, then renamed over the one
 * before. Its name need not be durable: after a crash it leads to the one or the other, and either
 * is of the log. So no folder is synced, and nothing that an append rests on is touched.
 */
import { EMPTY, catchError, concat, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import type { Fs } from '@quorate/core'
import { checkpointImage, checkpointName, logName, unfinishedCheckpoint } from '../format/index.ts'
import { written } from './make-segment.ts'

export function saveCheckpoint(fs: Fs, log: number, bytes: Uint8Array): Observable<never> {
  const draft = `${logName(log)}/${unfinishedCheckpoint}`
  const failed = (error: unknown): Observable<never> =>
    concat(
      fs.remove(draft).pipe(catchError(() => EMPTY)),
      throwError(() => error),
    )
  return concat(written(fs, draft, checkpointImage(bytes)), fs.rename(draft, checkpointName)).pipe(
    catchError(failed),
  )
}
