/**
 * The total order of the log: (l, c, stream, seq), compared as bytes. Strict, because ids are
 * unique: two entries that compare equal and differ are equivocation, never a tie to be broken.
 * It extends happened-before (S3), so a prefix of the order is causally closed.
 */
import type { AppendVector } from '../collections/index.ts'
import type { LogEntry } from '../model/index.ts'
import { compareHlc } from '../time/index.ts'

/** What the order goes by. */
type Ordered = Pick<LogEntry, 'hlc' | 'stream' | 'seq'>

/** Negative if `a` comes first, positive if `b` does, 0 only for one and the same id. */
export function compareEntries(a: Ordered, b: Ordered): number {
  const byClock = compareHlc(a.hlc, b.hlc)
  if (byClock !== 0) return byClock
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1
  return a.seq - b.seq
}

/** The place `entry` has, or would take, among `ordered`. O(log n). */
export function placeOf(ordered: AppendVector<LogEntry>, entry: LogEntry): number {
  let low = 0
  let high = ordered.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const there = ordered.at(middle)
    if (there !== undefined && compareEntries(there, entry) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Two runs, each in total order, as one. O(a + b). */
export function mergeOrdered(a: readonly LogEntry[], b: readonly LogEntry[]): LogEntry[] {
  const merged: LogEntry[] = []
  let next = 0
  for (const entry of a) {
    for (let other = b[next]; other !== undefined; other = b[next]) {
      if (compareEntries(entry, other) <= 0) break
      merged.push(other)
      next++
    }
    merged.push(entry)
  }
  for (; next < b.length; next++) merged.push(b[next] as LogEntry)
  return merged
}
