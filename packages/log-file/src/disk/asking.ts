/**
 * Calls of Node's file system as Observables: each begins when it is subscribed to, and ends with
 * an `FsError` if it failed. Decides which code an error of the platform's is.
 */
import { FsError } from '@quorate/core'
import type { FsErrorCode } from '@quorate/core'
import { Observable, defer, ignoreElements } from 'rxjs'

const codes: Readonly<Record<string, FsErrorCode>> = {
  ENOENT: 'not-found',
  EEXIST: 'exists',
  ENOTEMPTY: 'not-empty',
  EISDIR: 'wrong-kind',
  ENOTDIR: 'wrong-kind',
  ENOSPC: 'full',
  EDQUOT: 'full',
}

/** As an `FsError`, unless it is one. */
export function fsErrorOf(error: unknown): FsError {
  if (error instanceof FsError) return error
  const { code = '' } = error as NodeJS.ErrnoException
  const detail = error instanceof Error ? error.message : String(error)
  return new FsError(codes[code] ?? 'io', detail, { cause: error })
}

/** Emits once what the work answers. */
export const asked = <T>(work: () => Promise<T>): Observable<T> =>
  defer(() =>
    work().catch((error: unknown) => {
      throw fsErrorOf(error)
    }),
  )

/** Completes when the work is done. */
export const done = (work: () => Promise<unknown>): Observable<never> =>
  asked(work).pipe(ignoreElements())

type Failure = NodeJS.ErrnoException | null
type Back<T> = (error: Failure, answer: T) => void

/** One call that calls back: cheaper than a promise, for what is done for every append. */
export const called = (call: (back: (error: Failure) => void) => void): Observable<never> =>
  new Observable((subscriber) =>
    call((error) => {
      if (error === null) subscriber.complete()
      else subscriber.error(fsErrorOf(error))
    }),
  )

/** The same, of a call that answers. */
export const calledFor = <T>(call: (back: Back<T>) => void): Observable<T> =>
  new Observable((subscriber) =>
    call((error, answer) => {
      if (error !== null) {
        subscriber.error(fsErrorOf(error))
        return
      }
      subscriber.next(answer)
      subscriber.complete()
    }),
  )

/** Repeats a call that moves some bytes until it moved all, or moves no more; emits how many. */
export const allMoved = (
  length: number,
  move: (from: number, back: Back<number>) => void,
): Observable<number> =>
  new Observable((subscriber) => {
    const end = (moved: number): void => {
      subscriber.next(moved)
      subscriber.complete()
    }
    const goOn = (from: number): void => {
      if (from >= length) return end(length)
      move(from, (error, count) => {
        if (error !== null) subscriber.error(fsErrorOf(error))
        else if (count === 0) end(from)
        else goOn(from + count)
      })
    }
    goOn(0)
  })
