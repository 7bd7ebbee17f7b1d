/**
 * The public streams: each starts with what is now where there is a now, changes only when it
 * changed, completes when the member stops, and never errors.
 */
import {
  defer,
  distinctUntilChanged,
  filter,
  from,
  map,
  merge,
  type Observable,
  startWith,
} from 'rxjs'
import type { LogEntry, Notice } from '../model/index.ts'
import type { StateInfo } from '../state/index.ts'
import { PublicStream } from './public-stream.ts'
import type { Runtime } from '../rim/index.ts'
import * as view from './view.ts'

export interface MemberStreams {
  readonly state$: Observable<view.MemberState>
  readonly stateInfo$: Observable<StateInfo>
  readonly events$: Observable<LogEntry>
  readonly log$: Observable<LogEntry>
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
    events$: guard(runtime.told.told$.pipe(map(view.copyEntry))),
    log$: guard(logOf(runtime)),
    notices$: guard(runtime.notices$.pipe(map(view.copyNotice))),
  }
}

/**
 * The log, and then what comes to it. Listening begins first: what is told while the log is handed
 * over is not in it, and is told in between.
 */
function logOf(runtime: Runtime): Observable<LogEntry> {
  const { told } = runtime
  const isOfLog = (entry: LogEntry): boolean => told.has(runtime.kernel, entry)
  return merge(
    told.told$.pipe(filter(isOfLog)),
    defer(() => from(runtime.kernel.log.ordered.slice(0).filter(isOfLog))),
  ).pipe(map(view.copyEntry))
}
