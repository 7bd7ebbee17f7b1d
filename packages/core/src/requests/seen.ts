/**
 * Which of a sender's ids were taken, as a persistent bit window over the newest 65,536: 64 chunks
 * of 1,024 ids, one bit each. What lies below the window counts as taken, so that nothing is ever
 * taken twice (Q3); an id so late is refused, which is safe, never run, which would not be.
 * Marking copies one chunk and the list of chunks: O(1).
 */

const chunkIds = 1024
const chunkCount = 64

/** How many of a sender's newest ids can be told apart. */
export const seenIdsMax: number = chunkIds * chunkCount

/** 32 words of 32 bits. */
type Chunk = readonly number[]

export interface SeenIds {
  /** Number of the newest chunk: its ids are `newest * 1024` and above. */
  readonly newest: number
  /** Chunk `n` at `n % 64`; undefined: none of its ids was taken. */
  readonly chunks: readonly (Chunk | undefined)[]
}

const emptyChunk: Chunk = new Array<number>(chunkIds / 32).fill(0)
const noChunks: readonly (Chunk | undefined)[] = new Array<undefined>(chunkCount).fill(undefined)

export const noneSeen: SeenIds = { newest: -1, chunks: noChunks }

/** Whether `id` was taken, or is too old to tell. */
export function hasSeen(seen: SeenIds, id: number): boolean {
  const number = Math.floor(id / chunkIds)
  if (number > seen.newest) return false
  if (number <= seen.newest - chunkCount) return true
  const bit = id % chunkIds
  const word = seen.chunks[number % chunkCount]?.[bit >>> 5] ?? 0
  return ((word >>> (bit & 31)) & 1) === 1
}

/** With `id` taken. */
export function markSeen(seen: SeenIds, id: number): SeenIds {
  const number = Math.floor(id / chunkIds)
  if (number <= seen.newest - chunkCount) return seen
  const chunks = number > seen.newest ? movedTo(seen, number) : seen.chunks.slice()
  const bit = id % chunkIds
  const chunk = (chunks[number % chunkCount] ?? emptyChunk).slice()
  chunk[bit >>> 5] = (chunk[bit >>> 5] ?? 0) | (1 << (bit & 31))
  chunks[number % chunkCount] = chunk
  return { newest: Math.max(number, seen.newest), chunks }
}

/** The chunks with room for those after `newest` up to `number`, forgetting as many old ones. */
function movedTo(seen: SeenIds, number: number): (Chunk | undefined)[] {
  if (number - seen.newest >= chunkCount) return noChunks.slice()
  const chunks = seen.chunks.slice()
  for (let n = seen.newest + 1; n <= number; n++) chunks[n % chunkCount] = undefined
  return chunks
}
