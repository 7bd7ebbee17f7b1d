/**
 * The public streams: each starts with what is now where there is a now, changes only when it
 * changed, completes when the member stops, and never errors.
 */
import { defer, distinctUntilChanged, filter, map, type Observable, startWith } from 'rxjs'
import type { LogEntry, Notice } from '../model/index.ts'
import type { StateInfo } from '../state/index.ts'
import { PublicStream } from './public-stream.ts'
import type { Runtime } from '../rim/index.ts'
import * as view from './view.ts'

export interface MemberStreams {
  readonly state$: Observable<view.MemberState>
  readonly stateInfo$: Observable<StateInfo>
  readonly events$: Observable<LogEntry>
  readonly notices$: Observable<Notice>
}

export function memberStreams(runtime: Runtime): MemberStreams {
  const guard = <T>(stream: Observable<T>): Observable<T> =>
    new PublicStream(stream, (error) =>
      runtime.options.logger.error({ error }, 'a subscriber threw'),
    )
  const state$ = defer(() =>
    runtime.status$.pipe(
      map(view.stateOf),
      startWith(view.stateOf(runtime.status)),
      distinctUntilChanged((a, b) => a.state === b.state && a.reasons.join() === b.reasons.join()),
    ),
  )
  const stateInfo$ = defer(() =>
    runtime.changes$.pipe(
      filter(({ before, after }) => before.checkpoints.state !== after.checkpoints.state),
      map(({ after }) => view.stateInfo(after)),
      startWith(view.stateInfo(runtime.kernel)),
    ),
  )
  return {
    state$: guard(state$),
    stateInfo$: guard(stateInfo$),
    events$: guard(runtime.entries$.pipe(map(view.copyEntry))),
    notices$: guard(runtime.notices$.pipe(map(view.copyNotice))),
  }
}
