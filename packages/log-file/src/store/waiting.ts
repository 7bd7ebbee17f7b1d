/**
 * What a log store was asked for and is not done with, and which of it is done together. Pure: the
 * store carries it out.
 */
import type { FsError, LogIdentity } from '@quorate/core'
import type { Observable } from 'rxjs'
import { recordsBytes } from '../format/index.ts'

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

/** What is done next, at once and alone. */
export interface Turn {
  readonly work: Observable<never>
  readonly endings: readonly Ending[]
  /** Completes when it has room; undefined: it is not refused for want of that. */
  readonly room: Observable<never> | undefined
}

/** Why appends are refused until there is room. */
export interface NoRoom {
  readonly error: FsError
  readonly room: Observable<never>
}

/** Appends that are one commit. */
export interface Commit {
  readonly batches: readonly WaitingAppend[]
  /** Of their records. */
  readonly bytes: number
}

/** How many may wait: a disk that takes nothing for so long is as good as broken. */
export const waitingMax = 100_000
export const tooMany: string = `more than ${waitingMax} appends wait for the disk`

/** The most bytes of one commit, unless a single batch is larger. */
const commitBytesMax: number = 4 * 1_024 * 1_024

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
    const more = recordsBytes(each.batch)
    if (batches.length > 0 && bytes + more > bytesMax) break
    if (bytes === 0 && more > 0) bytesMax = Math.min(roomFor(more), commitBytesMax)
    batches.push(each)
    bytes += more
  }
  return { batches, bytes }
}
