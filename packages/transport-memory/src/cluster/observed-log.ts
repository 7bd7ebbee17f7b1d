/**
 * A log store that is listened in on: what it is asked for, what it calls done and what it is found
 * to hold is told to the checker of its machine. To the member it is the same store.
 */
import { Observable, tap } from 'rxjs'
import { FsError, type LogStore } from '@quorate/core'
import type { Findings, KeptLog } from '../checkers/index.ts'

/** Who listens. */
export interface LogObserver {
  /** The machine and its process. */
  readonly who: string
  readonly kept: KeptLog
  /** Virtual milliseconds. */
  readonly now: () => number
  readonly onFindings: (findings: Findings) => void
}

export function observedLog(store: LogStore, observer: LogObserver): LogStore {
  const { who, kept, now, onFindings } = observer
  return {
    open: () =>
      store.open().pipe(
        tap({
          next: (recovered) => onFindings(kept.opened(who, recovered)),
          error: (error: unknown) => {
            if (isDamage(error)) onFindings(kept.damaged(who, error.message))
          },
        }),
      ),
    start: (identity, entries = []) =>
      new Observable((subscriber) => {
        const begun = kept.starts(identity, entries)
        const told = {
          complete: () => begun('durable', now()),
          error: (error: unknown) => {
            if (isFull(error)) begun('refused', now())
          },
        }
        return store.start(identity, entries).pipe(tap(told)).subscribe(subscriber)
      }),
    append: (batch) =>
      new Observable((subscriber) => {
        const ended = kept.appends(batch)
        const told = {
          complete: () => ended('durable', now()),
          error: () => ended('refused', now()),
        }
        return store.append(batch).pipe(tap(told)).subscribe(subscriber)
      }),
    saveCheckpoint: (bytes) => store.saveCheckpoint(bytes),
    close: () => store.close(),
  }
}

const isFull = (error: unknown): boolean => error instanceof FsError && error.code === 'full'

/** Bits of the log are not as they were written: no later attempt would find them otherwise. */
export const isDamage = (error: unknown): error is FsError =>
  error instanceof FsError && error.code === 'damaged'
