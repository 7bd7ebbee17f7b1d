/**
 * A log store that is listened in on: what it is asked for, what it calls done and what it is found
 * to hold is told to the checker of its machine. To the member it is the same store.
 */
import { Observable, tap } from 'rxjs'
import type { LogStore } from '@quorate/core'
import type { Findings, KeptLog } from '../checkers/index.ts'

/** Who listens. */
export interface LogObserver {
  /** The machine and its process. */
  readonly who: string
  readonly kept: KeptLog
  readonly onFindings: (findings: Findings) => void
}

export const observedLog = (store: LogStore, { who, kept, onFindings }: LogObserver): LogStore => ({
  open: () => store.open().pipe(tap((recovered) => onFindings(kept.opened(who, recovered)))),
  start: (identity) =>
    new Observable((subscriber) => {
      const begun = kept.starts(identity)
      return store
        .start(identity)
        .pipe(tap({ complete: begun }))
        .subscribe(subscriber)
    }),
  append: (batch) =>
    new Observable((subscriber) => {
      const ended = kept.appends(batch)
      const told = { complete: () => ended('durable'), error: () => ended('refused') }
      return store.append(batch).pipe(tap(told)).subscribe(subscriber)
    }),
  close: () => store.close(),
})
