/**
 * The state as it was: what the log means as far as it goes to a moment. A time is a place in the
 * order: all that is known today and has an earlier clock counts, whenever it came; so is the
 * number of a change, `ts`. A vector is what somebody held: nothing that came later counts,
 * wherever it stands. All begin from the latest kept state that holds only what counts, and must
 * equal a fold from scratch (S9). What the log does not reach is refused, never guessed.
 */
import { countOf, type EventLog } from '../../log/index.ts'
import {
  type LogEntry,
  type Millis,
  type Outcome,
  refuse,
  succeed,
  type VersionVector,
} from '../../model/index.ts'
import type { Checkpoint, Checkpoints } from '../checkpoint.ts'
import { type ClusterState, emptyState, type Version } from '../cluster-state.ts'
import { StateDraft } from '../state-draft.ts'

/** What the past is read from. */
export interface Present {
  readonly log: EventLog
  readonly checkpoints: Checkpoints
}

/** The state at a moment. */
export interface Past {
  readonly state: ClusterState
  /** How many entries it is folded from. */
  readonly entries: number
  /** How many of them had to be folded for this answer. */
  readonly folded: number
}

/** As of a time: of all entries, those whose clocks are not later. */
export function atTime({ log, checkpoints }: Present, time: Millis, now: Millis): Outcome<Past> {
  const { ordered } = log
  const last = ordered.last()?.hlc.l ?? Number.NEGATIVE_INFINITY
  if (time > Math.max(now, last)) return refuse('not-in-log', `${timeText(time)} is still to come`)
  const position = countUpTo(ordered, time)
  if (position === 0) return refuse('not-in-log', `nothing was logged by ${timeText(time)}`)
  const start = latestUpTo(checkpoints, position)
  return succeed(foldedOn(start, ordered.slice(start.position, position)))
}

/** As of a change: the entries up to the one with this number, which is its author's. */
export function atChange({ log, checkpoints }: Present, wanted: Version): Outcome<Past> {
  const { author, counter } = wanted
  const { ts, outcomes } = checkpoints.state
  if (counter < 1 || counter > ts.counter)
    return refuse('not-in-log', `${changeText(wanted)} is not between 1 and ${ts.counter}`)
  const start = latestThat(checkpoints, ({ state }) => state.ts.counter <= counter)
  const entries: LogEntry[] = []
  let missing = counter - start.state.ts.counter
  for (let at = start.position; missing > 0; at++) {
    const entry = log.ordered.at(at)
    if (entry === undefined) break
    entries.push(entry)
    if (entry.event.kind !== 'run-started' && outcomes.get(entry)?.kind !== 'void') missing--
  }
  const past = foldedOn(start, entries)
  const found = past.state.ts
  if (found.author === author) return succeed(past)
  return refuse('not-in-log', `${changeText(wanted)} is ${changeText(found)} by now`)
}

/** As of a version: of all entries, those that its holder held. */
export function atVector({ log, checkpoints }: Present, vector: VersionVector): Outcome<Past> {
  for (const [stream, count] of vector) {
    const held = countOf(log, stream)
    if (held < count)
      return refuse('not-in-log', `it has ${count} entries of stream ${stream}, this log ${held}`)
  }
  const counts = ({ stream, seq }: LogEntry): boolean => seq < (vector.get(stream) ?? 0)
  const entries = log.ordered.slice(0)
  const firstLater = entries.findIndex((entry) => !counts(entry))
  if (firstLater === 0) return refuse('not-in-log', 'it is from before the log began')
  const start = latestUpTo(checkpoints, firstLater === -1 ? entries.length : firstLater)
  return succeed(foldedOn(start, entries.slice(start.position).filter(counts)))
}

const beginning: Checkpoint = { position: 0, state: emptyState }

const changeText = ({ author, counter }: Version): string => `(${author}, ${counter})`

const latestThat = (known: Checkpoints, fits: (kept: Checkpoint) => boolean): Checkpoint =>
  [known, ...known.older].find(fits) ?? beginning

/** The latest kept state of no more than the first `limit` entries. */
const latestUpTo = (known: Checkpoints, limit: number): Checkpoint =>
  latestThat(known, ({ position }) => position <= limit)

function foldedOn(start: Checkpoint, entries: readonly LogEntry[]): Past {
  const draft = new StateDraft(start.state)
  for (const entry of entries) draft.fold(entry)
  const folded = entries.length
  return { state: draft.finish(), entries: start.position + folded, folded }
}

/** How many entries have a clock that is not later. O(log n). */
function countUpTo(ordered: EventLog['ordered'], time: Millis): number {
  let low = 0
  let high = ordered.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ordered.at(middle)?.hlc.l ?? time) <= time) low = middle + 1
    else high = middle
  }
  return low
}

/** Beyond what a date can say, the number itself. */
const timeText = (time: Millis): string =>
  Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time)
