/**
 * What a failed sync means, whatever it failed of: what it should have made durable is as good as
 * lost. Also one that found no room, which must not be taken for a write that may be tried again.
 */
import { FsError } from '@quorate/core'
import { catchError, throwError } from 'rxjs'
import type { Observable } from 'rxjs'

export const isFull = (error: unknown): error is FsError =>
  error instanceof FsError && error.code === 'full'

/** The sync; `full` is `io`. */
export const durably = (sync: Observable<never>): Observable<never> =>
  sync.pipe(
    catchError((error: unknown) =>
      throwError(() =>
        isFull(error) ? new FsError('io', error.message, { cause: error }) : error,
      ),
    ),
  )
