import type { Fs, FsFile, LogStore } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { map, tap } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { commitHeadBytes, entryBytesMax, recordsAt } from '../format/index.ts'
import { answerOf } from './answers.fixture.ts'
import { Follower, watched, watchedFile } from './following.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'

/** How far behind the mark a follower looks first. */
const lookedIntoBytes = 262_144

/** The same disk; how many bytes each of its reads gave. */
function countingReads(fs: Fs, reads: number[]): Fs {
  const counted = (file: FsFile): FsFile => ({
    ...watchedFile(file, (work) => work()),
    read: (at, length) => file.read(at, length).pipe(tap((bytes) => reads.push(bytes.length))),
  })
  return {
    ...watched(fs, () => undefined),
    open: (path, mode) => fs.open(path, mode).pipe(map(counted)),
  }
}

/** A log with large segments, nothing in it yet. */
function begun(fs: Fs): LogStore {
  const store = fileLog(fs, { segmentBytes: 64 * 1_024 * 1_024 })
  answerOf(store.open())
  answerOf(store.start(identityOf(1)))
  return store
}

/** Appends each batch as soon as the one before is durable: never a pause. */
function inTurn(store: LogStore, batches: readonly Uint8Array[][], stored: () => void): void {
  const [first, ...rest] = batches
  if (first === undefined) return
  const complete = (): void => {
    stored()
    inTurn(store, rest, stored)
  }
  store.append(first).subscribe({ complete })
}

describe('who follows a log whose writer never pauses', { timeout: 120_000 }, () => {
  it.each([
    ['a large entry', 8, [300_000]],
    ['the largest entry', 3, [entryBytesMax]],
    ['many entries', 4, new Array<number>(5_000).fill(1_000)],
    ['entries that end where it looks to', 6, [lookedIntoBytes - commitHeadBytes - 9, 1]],
  ] as const)('reads on while each commit is %s', (_, commits, lengths) => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    const follower = new Follower()
    const count = lengths.length
    let [durable, lag] = [0, 0]
    const look = (): void => {
      follower.look(fs)
      lag = Math.max(lag, durable - follower.count)
    }
    const store = begun(watched(fs, look))
    const batches = Array.from({ length: commits }, (__, i) =>
      lengths.map((length) => new Uint8Array(length).fill(i)),
    )
    inTurn(store, batches, () => (durable += count))
    expect([durable, follower.count, lag]).toEqual([commits * count, durable, 0])
    const [read] = follower.read.values()
    expect(read?.every((entry, n) => entry[0] === Math.floor(n / count))).toBe(true)
  })

  it('reads no more than it must, and at once all that is durable', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    const reads: number[] = []
    const place = countingReads(fs, reads)
    const follower = new Follower()
    const store = begun(fs)
    const batches = Array.from({ length: 40 }, (_, i) => [entryOf(i, 30_000)])
    let written = 0
    inTurn(store, batches, () => {
      // The writer stands still here, and has written no mark.
      if (++written === batches.length) follower.look(place)
    })
    expect(follower.count).toBe(batches.length - 1)
    expect(Math.max(...reads)).toBe(lookedIntoBytes)
    expect(reads.length).toBe(2 * 5)
    follower.look(place)
    follower.look(place)
    expect(follower.count).toBe(batches.length)
    expect(reads.slice(-2)).toEqual([recordsAt, lookedIntoBytes])
  })
})
