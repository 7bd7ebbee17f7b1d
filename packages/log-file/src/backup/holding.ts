/**
 * Does something in a folder that nobody else holds meanwhile, and lets it go however that ends.
 */
import type { Fs } from '@quorate/core'
import { catchError, concat, mergeMap, throwError } from 'rxjs'
import type { Observable } from 'rxjs'

export const holding = <T>(fs: Fs, what: string, work: () => Observable<T>): Observable<T> =>
  fs.lock('', `${what} of process ${process.pid}`).pipe(
    mergeMap((lock) =>
      concat(
        work().pipe(
          catchError((error: unknown) =>
            concat(
              lock.release(),
              throwError(() => error),
            ),
          ),
        ),
        lock.release(),
      ),
    ),
  )
