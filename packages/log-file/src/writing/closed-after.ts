/**
 * A file is closed when the work with it is over, however that ended: a descriptor that is left
 * open keeps the file's bytes, and a disk that is full stays so.
 */
import { EMPTY, catchError, concat, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import type { FsFile } from '@quorate/core'

/** Fails as the work failed, or as the close after work that did not. */
export const closedAfter = (file: FsFile, work: Observable<never>): Observable<never> => {
  const close = file.close()
  const closed = close.pipe(catchError(() => EMPTY))
  const failed = (error: unknown): Observable<never> =>
    concat(
      closed,
      throwError(() => error),
    )
  return concat(work.pipe(catchError(failed)), close)
}
