/**
 * The author's own way into the log: entries just made by `author.ts`, in order, for the end of it.
 * What comes from anywhere else goes through `admit.ts`. Trouble here is a bug, never a refusal.
 */
import type { LogEntry } from '../model/index.ts'
import { invariant } from '../model/index.ts'
import { AppendVector } from '../collections/index.ts'
import type { EventLog } from './event-log.ts'
import { isLinked } from './chain.ts'
import { compareEntries } from './order.ts'

/** The log with `entry` at its end. O(1), but for the map of streams. */
export function append(log: EventLog, entry: LogEntry): EventLog {
  const last = log.ordered.last()
  invariant(
    last === undefined || compareEntries(last, entry) < 0,
    'an entry of our own comes after all that are held',
  )
  const stream = log.streams.get(entry.stream) ?? AppendVector.empty<LogEntry>()
  invariant(entry.seq === stream.length, 'S2: a stream has no gaps')
  invariant(isLinked(stream.last(), entry), 'S2: a stream is one hash chain')
  return {
    ordered: log.ordered.append([entry]),
    streams: log.streams.with(entry.stream, stream.append([entry])),
    bytes: log.bytes + entry.bytes.length,
  }
}
