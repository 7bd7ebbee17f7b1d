/**
 * Takes entries of others, or of one's own store at a start, into the log. It decides which may
 * enter; it never reorders, alters or half-takes one. Keeps S1 (one content per id), S2 (streams
 * gapless and chained) and S3 (the clock rises along a stream and along causality); so the log
 * stays causally closed, but for what rests on a fork or on what was lost. Known entries are passed
 * over: admitting twice is admitting once, and the order of arrival does not matter. What is
 * refused is not kept: the next exchange brings it again.
 */
import { vectorStreamsMax } from '../codec/index.ts'
import { AppendVector } from '../collections/index.ts'
import type { LogEntry, Millis, StreamId } from '../model/index.ts'
import { equalBytes } from '../model/index.ts'
import { compareHlc, isAhead } from '../time/index.ts'
import { isLinked } from './chain.ts'
import { bytesOf, type EventLog } from './event-log.ts'
import { compareEntries, mergeOrdered, placeOf } from './order.ts'

/** Streams in one log at most: what is sent of a log is a vector that names all of them. */
export const streamsMax: number = vectorStreamsMax

export interface AdmissionGuard {
  readonly wall: Millis
  /** How far ahead of the wall clock an entry's clock may be. */
  readonly clockAheadMaxMs: Millis
  /**
   * They were let in before, and are what was written: neither their chain nor what they rest on is
   * looked up again, which is for `quorate log verify`. What one rests on and is not there is the
   * other content of a forked stream, or was lost to damage and comes from others.
   */
  readonly isVouched?: boolean
  /**
   * Streams that are known to have two contents. What rests on one may rest on the other content,
   * which is not to be had here: it is taken all the same. Default none.
   */
  readonly forks?: ReadonlySet<StreamId>
}

/** For entries that were let in once, whatever the wall says now. */
export const noClockGuard: AdmissionGuard = { wall: 0, clockAheadMaxMs: Number.POSITIVE_INFINITY }

/** For those of one's own log store, which vouches for them. */
export const storedGuard: AdmissionGuard = { ...noClockGuard, isVouched: true }

export type EntryRefusal =
  | 'clock-ahead' // its clock is too far ahead of our wall: held back until that catches up
  | 'gap' // an earlier entry of its stream is not held
  | 'missing-deps' // an entry it rests on is not held
  | 'chain-broken' // it does not link to the entry before it (S2)
  | 'equivocation' // its id is held with another content (S1)
  | 'streams-full' // it begins a stream, and there are as many as a vector may name
  | 'clock-order' // its clock is not above what it follows or rests on (S3)

export interface RefusedEntry {
  readonly entry: LogEntry
  readonly reason: EntryRefusal
}

export interface Admission {
  readonly log: EventLog
  /** What was taken, in total order. */
  readonly admitted: readonly LogEntry[]
  /** Lowest place in the total order that was taken; `log.ordered.length` if none was. */
  readonly position: number
  readonly refused: readonly RefusedEntry[]
}

/** Takes what may be taken of `entries`, which may come in any order. */
export function admit(
  log: EventLog,
  entries: readonly LogEntry[],
  guard: AdmissionGuard,
): Admission {
  const batch = new Batch(log, guard)
  const refused: RefusedEntry[] = []
  for (const entry of inTotalOrder(entries)) {
    const reason = batch.offer(entry)
    if (reason !== undefined) refused.push({ entry, reason })
  }
  return { ...place(log, batch), refused }
}

/** One pass in total order suffices: what an entry rests on has a lower clock, or it is refused. */
function inTotalOrder(entries: readonly LogEntry[]): readonly LogEntry[] {
  const isOrdered = entries.every((entry, i) => {
    const before = entries[i - 1]
    return before === undefined || compareEntries(before, entry) <= 0
  })
  return isOrdered ? entries : entries.toSorted(compareEntries)
}

/** A stream as it would be with what was taken so far. */
interface Growing {
  readonly held: AppendVector<LogEntry>
  readonly taken: LogEntry[]
}

const noEntries: AppendVector<LogEntry> = AppendVector.empty()

function entryAt({ held, taken }: Growing, seq: number): LogEntry | undefined {
  return seq < held.length ? held.at(seq) : taken[seq - held.length]
}

/** The log as it would be with what was taken so far; lives for one call of `admit`. */
class Batch {
  readonly taken: LogEntry[] = []
  readonly streams: Map<StreamId, Growing> = new Map()
  readonly #log: EventLog
  readonly #guard: AdmissionGuard
  /** Streams that what was taken began. */
  #begun = 0

  constructor(log: EventLog, guard: AdmissionGuard) {
    this.#log = log
    this.#guard = guard
  }

  /** Takes `entry`, or says why not. A known entry is passed over. */
  offer(entry: LogEntry): EntryRefusal | undefined {
    const stream = this.#growing(entry.stream)
    const known = entryAt(stream, entry.seq)
    if (known !== undefined) return equalBytes(known.hash, entry.hash) ? undefined : 'equivocation'
    const reason = this.#refusalOf(entry, entryAt(stream, entry.seq - 1))
    if (reason !== undefined) return reason
    this.taken.push(entry)
    if (entry.seq === 0) this.#begun++
    stream.taken.push(entry)
    return undefined
  }

  #refusalOf(entry: LogEntry, head: LogEntry | undefined): EntryRefusal | undefined {
    if (isAhead(entry.hlc, this.#guard.wall, this.#guard.clockAheadMaxMs)) return 'clock-ahead'
    if (entry.seq === 0 && this.#log.streams.size + this.#begun >= streamsMax) return 'streams-full'
    if (entry.seq > 0 && head === undefined) return 'gap'
    if (this.#guard.isVouched !== true && !isLinked(head, entry)) return 'chain-broken'
    if (head !== undefined && compareHlc(head.hlc, entry.hlc) >= 0) return 'clock-order'
    return this.#guard.isVouched === true ? undefined : this.#refusalOfDeps(entry)
  }

  #refusalOfDeps(entry: LogEntry): EntryRefusal | undefined {
    for (const [stream, count] of entry.deps) {
      if (this.#guard.forks?.has(stream) === true) continue
      const dependency = entryAt(this.#growing(stream), count - 1)
      if (dependency === undefined) return 'missing-deps'
      if (compareHlc(dependency.hlc, entry.hlc) >= 0) return 'clock-order'
    }
    return undefined
  }

  #growing(stream: StreamId): Growing {
    const known = this.streams.get(stream)
    if (known !== undefined) return known
    const growing = { held: this.#log.streams.get(stream) ?? noEntries, taken: [] }
    this.streams.set(stream, growing)
    return growing
  }
}

/** The log with what the batch took. O(taken) at the end of the log, else O(above it + taken). */
function place(log: EventLog, { taken, streams: grownStreams }: Batch): Omit<Admission, 'refused'> {
  const first = taken[0]
  if (first === undefined) return { log, admitted: taken, position: log.ordered.length }
  const changed = new Map<StreamId, AppendVector<LogEntry>>()
  for (const [stream, { held, taken: more }] of grownStreams)
    if (more.length > 0) changed.set(stream, held.append(more))
  const last = log.ordered.last()
  const isAtEnd = last === undefined || compareEntries(last, first) < 0
  const position = isAtEnd ? log.ordered.length : placeOf(log.ordered, first)
  const above = isAtEnd ? taken : mergeOrdered(log.ordered.slice(position), taken)
  const ordered = log.ordered.take(position).append(above)
  const streams = log.streams.withAll(changed)
  const grown = { ordered, streams, bytes: log.bytes + bytesOf(taken) }
  return { log: grown, admitted: taken, position }
}
