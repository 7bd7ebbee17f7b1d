/**
 * Version vectors: how much of each stream is held. It decides which of two holdings includes the
 * other and what the lesser lacks. Streams are gapless, so a vector is an exact summary. A count of
 * 0 and an absent stream mean the same everywhere. Nothing here changes what it is given.
 */
import type { StreamId, VersionVector } from '../model/index.ts'

export type VectorOrder = 'before' | 'after' | 'equal' | 'concurrent'

/** Entries `from` up to, not including, `to` of one stream. */
export interface StreamRange {
  readonly stream: StreamId
  readonly from: number
  readonly to: number
}

export const emptyVector: VersionVector = new Map()

/** How `a` stands to `b`: `before` if `b` holds all of `a` and more. */
export function compareVectors(a: VersionVector, b: VersionVector): VectorOrder {
  const aIncludes = includesVector(a, b)
  const bIncludes = includesVector(b, a)
  if (aIncludes && bIncludes) return 'equal'
  if (aIncludes) return 'after'
  return bIncludes ? 'before' : 'concurrent'
}

/** Whether `a` holds all that `b` holds. */
export function includesVector(a: VersionVector, b: VersionVector): boolean {
  for (const [stream, count] of b) if (count > (a.get(stream) ?? 0)) return false
  return true
}

/** What both together hold: the least vector that includes both. */
export function mergeVectors(a: VersionVector, b: VersionVector): VersionVector {
  if (includesVector(a, b)) return a
  const merged = new Map(a)
  for (const [stream, count] of b) if (count > (a.get(stream) ?? 0)) merged.set(stream, count)
  return merged
}

/** `vector` with at least `count` entries of `stream`. */
export function advanceVector(
  vector: VersionVector,
  stream: StreamId,
  count: number,
): VersionVector {
  if (count <= (vector.get(stream) ?? 0)) return vector
  return new Map(vector).set(stream, count)
}

/** What of `held` whoever holds `other` lacks; streams in the order of `held`. */
export function lackingRanges(held: VersionVector, other: VersionVector): readonly StreamRange[] {
  const ranges: StreamRange[] = []
  for (const [stream, to] of held) {
    const from = other.get(stream) ?? 0
    if (to > from) ranges.push({ stream, from, to })
  }
  return ranges
}
