/**
 * What a peer lacks, given the vector of what it holds: in total order, so that any prefix of it is
 * causally closed for that peer (event-log section 5). Only what `upTo` counts is told (R1). Costs
 * O(streams + taken · log streams): the streams are merged from where the peer stands, and the log
 * below is not looked at.
 */
import { deltaEntriesMax, entryHeadBytes } from '../codec/index.ts'
import type { AppendVector } from '../collections/index.ts'
import type { LogEntry, VersionVector } from '../model/index.ts'
import { lackingRanges } from '../time/index.ts'
import type { EventLog } from './event-log.ts'
import { compareEntries } from './order.ts'

export interface DeltaBounds {
  /** Bytes at most, as `bytesInDelta` counts; one entry is always given, however large. */
  readonly bytesMax: number
  /** What may be told: the durable part of the log. */
  readonly upTo: VersionVector
}

export interface DeltaPart {
  readonly entries: readonly LogEntry[]
  /** The bound was reached and more is lacking. */
  readonly more: boolean
}

/** What an entry takes in a delta. */
export const bytesInDelta = (entry: LogEntry): number => entry.bytes.length + entryHeadBytes

/** The next entries that whoever holds `vector` lacks. */
export function since(log: EventLog, vector: VersionVector, bounds: DeltaBounds): DeltaPart {
  const queue = new EntryQueue()
  for (const { stream, from, to } of lackingRanges(bounds.upTo, vector)) {
    const entries = log.streams.get(stream)
    if (entries !== undefined) queue.add({ entries, next: from, end: Math.min(to, entries.length) })
  }
  const taken: LogEntry[] = []
  let bytes = 0
  for (let next = queue.peek(); next !== undefined; next = queue.peek()) {
    bytes += bytesInDelta(next)
    const isFull = bytes > bounds.bytesMax || taken.length >= deltaEntriesMax
    if (isFull && taken.length > 0) return { entries: taken, more: true }
    taken.push(next)
    queue.shift()
  }
  return { entries: taken, more: false }
}

/** A stream, and how far of it was given. */
interface Cursor {
  readonly entries: AppendVector<LogEntry>
  readonly next: number
  readonly end: number
}

interface Head {
  readonly entry: LogEntry
  readonly cursor: Cursor
}

/** A binary heap of streams, the one whose next entry is lowest in total order on top. */
class EntryQueue {
  readonly #heap: Head[] = []

  add(cursor: Cursor): void {
    const head = headAt(cursor)
    if (head === undefined) return
    this.#heap.push(head)
    this.#rise(this.#heap.length - 1)
  }

  peek(): LogEntry | undefined {
    return this.#heap[0]?.entry
  }

  /** Moves the top stream on by one entry. */
  shift(): void {
    const top = this.#heap[0]
    if (top === undefined) return
    const next = headAt({ ...top.cursor, next: top.cursor.next + 1 })
    const replacement = next ?? this.#heap[this.#heap.length - 1]
    if (next === undefined) this.#heap.pop()
    if (this.#heap.length === 0 || replacement === undefined) return
    this.#heap[0] = replacement
    this.#sink(0)
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #sink(from: number): void {
    for (let at = from; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) if (this.#isBefore(child, least)) least = child
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }

  #isBefore(i: number, j: number): boolean {
    const a = this.#heap[i]
    const b = this.#heap[j]
    return a !== undefined && b !== undefined && compareEntries(a.entry, b.entry) < 0
  }

  #swap(i: number, j: number): void {
    const a = this.#heap[i]
    const b = this.#heap[j]
    if (a === undefined || b === undefined) return
    this.#heap[i] = b
    this.#heap[j] = a
  }
}

function headAt(cursor: Cursor): Head | undefined {
  if (cursor.next >= cursor.end) return undefined
  const entry = cursor.entries.at(cursor.next)
  return entry === undefined ? undefined : { entry, cursor }
}
