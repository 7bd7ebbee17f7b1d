/**
 * The runs of one store, as a log has them: each process that writes begins one, and names where
 * the one before it ended. Decides only which of them was the last.
 */
import type { LogEntry, RunStarted, StoreId, StreamId } from '../model/index.ts'
import { invariant, runOf, storeOf } from '../model/index.ts'
import { compareHlc } from '../time/index.ts'
import { countOf, type EventLog, headOf } from './event-log.ts'

/** How a new run of a store begins; undefined: it is the first one, and begins with nothing. */
export function runStarted(log: EventLog, store: StoreId | undefined): RunStarted | undefined {
  let last: StreamId | undefined
  for (const stream of log.streams.keys()) {
    if (storeOf(stream) !== store) continue
    if (last === undefined || compareHlc(headIn(log, stream).hlc, headIn(log, last).hlc) > 0)
      last = stream
  }
  if (last === undefined) return undefined
  return { kind: 'run-started', previous: { run: runOf(last), count: countOf(log, last) } }
}

function headIn(log: EventLog, stream: StreamId): LogEntry {
  const head = headOf(log, stream)
  invariant(head !== undefined, 'a stream in the log has a head')
  return head
}
