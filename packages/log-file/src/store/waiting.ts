/**
 * What a log store was asked for and is not done with, and which of it is done together. Pure: the
 * store carries it out.
 */
import type { LogIdentity } from '@quorate/core'
import { recordBytes } from '../format/index.ts'

/** Whom to tell how it ended. */
export interface Ending {
  complete(): void
  error(error: unknown): void
}

export interface WaitingAppend {
  readonly kind: 'append'
  readonly batch: readonly Uint8Array[]
  readonly ending: Ending
}

/** What a log begins with. */
export interface Beginning {
  readonly identity: LogIdentity
  readonly entries: readonly Uint8Array[]
}

export type Waiting =
  | WaitingAppend
  | { readonly kind: 'start'; readonly log: Beginning; readonly ending: Ending }
  | { readonly kind: 'close'; readonly ending: Ending }

/** Appends that are one commit. */
export interface Commit {
  readonly batches: readonly WaitingAppend[]
  /** Of their records. */
  readonly bytes: number
}

/** The most bytes of one commit, unless a single batch is larger. */
const commitBytesMax: number = 4 * 1_024 * 1_024

const bytesOf = ({ batch }: WaitingAppend): number =>
  batch.reduce((sum, entry) => sum + recordBytes(entry), 0)

/**
 * The appends in front, as far as they have room together in one segment: what is refused for want
 * of room is then all of a commit, or nothing. `roomFor`: where so many bytes are put.
 */
export function nextCommit(
  waiting: readonly Waiting[],
  roomFor: (bytes: number) => number,
): Commit {
  const batches: WaitingAppend[] = []
  let bytes = 0
  let bytesMax = Number.POSITIVE_INFINITY
  for (const each of waiting) {
    if (each.kind !== 'append') break
    const more = bytesOf(each)
    if (batches.length > 0 && bytes + more > bytesMax) break
    if (bytes === 0 && more > 0) bytesMax = Math.min(roomFor(more), commitBytesMax)
    batches.push(each)
    bytes += more
  }
  return { batches, bytes }
}
