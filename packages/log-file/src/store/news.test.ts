import type { Fs, LogStore } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { CrashOptions } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { fileLog, readNews } from '../file-log.ts'
import { commitHeadBytes, logName, logNumbers, recordBytes, recordsAt } from '../format/index.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import { Follower, watched } from './following.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'
import { readContent } from '../reading/index.ts'

/** Room for a few small entries. */
const segmentBytes = recordsAt + 200

/** Entries of some lengths, one after the other, over a few segments; true when all were taken. */
function appends(store: LogStore, first: number): boolean {
  return [1, 90, 0, 120, 400, 3].every(
    (length, i) => endOf(store.append([entryOf(first + i, length)])).isDone,
  )
}

/** A log, opened twice, and another one begun after it; true when all was done. */
function everything(fs: Fs): boolean {
  const store = fileLog(fs, { segmentBytes })
  if (!endOf(store.open()).isDone || !endOf(store.start(identityOf(1))).isDone) return false
  if (!appends(store, 1) || !endOf(store.close()).isDone) return false
  const again = fileLog(fs, { segmentBytes })
  if (!endOf(again.open()).isDone || !appends(again, 11)) return false
  if (!endOf(again.start(identityOf(2))).isDone || !appends(again, 21)) return false
  return endOf(again.close()).isDone
}

/** What the logs of a place hold, by the store whose log it is. */
function heldIn(fs: Fs): ReadonlyMap<string, readonly Uint8Array[]> {
  const contents = logNumbers(answerOf(fs.list(''))).map((log) =>
    answerOf(readContent(fs, logName(log))),
  )
  return new Map(
    contents.map(({ segments }) => [
      segments[0]?.header.identity.store ?? '',
      segments.flatMap(({ entries }) => entries),
    ]),
  )
}

interface Crashed {
  /** The disk of the machine as it is after the crash. */
  readonly fs: Fs
  readonly follower: Follower
}

/** Calls that only a writer makes. */
const points = ['fs:write', 'fs:sync', 'fs:rename', 'fs:sync-folder', 'fs:make-folder'] as const

/** Does everything until a crash, at every such call there is; returns how many there were. */
function crashes(options: CrashOptions, lookAfter: (crashed: Crashed) => void): number {
  let seen = 0
  for (const point of points)
    for (let times = 1; ; times++, seen++) {
      const world = createWorld({ seed: times })
      const { fs } = world.env('a')
      const follower = new Follower()
      const callOff = world.crashAt(point, 'a', { ...options, times, when: 'after' })
      everything(watched(fs, () => follower.look(fs)))
      const hasCrashed = world.stateOf('a') === 'ended'
      callOff()
      if (!hasCrashed) break
      follower.awake()
      lookAfter({ fs: world.restart('a').fs, follower })
    }
  return seen
}

/** A log that nothing was read of is as good as none. */
const withEntries = (
  logs: ReadonlyMap<string, readonly Uint8Array[]>,
): readonly (readonly [string, readonly Uint8Array[]])[] =>
  [...logs].filter(([, { length }]) => length > 0)

describe('who follows a log', { timeout: 120_000 }, () => {
  it('reads each entry once, in order, over segments, openings and a new log', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    const follower = new Follower()
    follower.look(fs)
    expect(everything(watched(fs, () => follower.look(fs)))).toBe(true)
    expect(follower.read).toEqual(heldIn(fs))
    expect([...follower.read.values()].map(({ length }) => length)).toEqual([12, 6])
  })

  it('reads an entry as soon as it is told to be durable', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    const follower = new Follower()
    const store = fileLog(fs, { segmentBytes })
    answerOf(store.open())
    follower.look(fs)
    answerOf(store.start(identityOf(1)))
    for (let n = 1; n <= 20; n++) {
      answerOf(store.append([entryOf(n, 50)]))
      follower.look(fs)
      expect(follower.count).toBe(n)
    }
  })

  it('reads on while the writer never pauses, and so writes no mark', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    const follower = new Follower()
    let [asked, durable, lag] = [0, 0, 0]
    const again = (): void => {
      if (asked > 0 && asked < 40)
        store.append([entryOf(++asked, 50)]).subscribe({ complete: () => durable++ })
      follower.look(fs)
      lag = Math.max(lag, durable - follower.count)
    }
    const store = fileLog(watched(fs, again), { segmentBytes: recordsAt + 8_000 })
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    store.append([entryOf(++asked, 50)]).subscribe({ complete: () => durable++ })
    expect([asked, durable, follower.count]).toEqual([40, 40, 40])
    expect(lag).toBeLessThan(5)
  })

  it('has read nothing that a crash takes back, whenever it comes', () => {
    const calls = crashes({ torn: true }, ({ fs, follower }) => {
      answerOf(fileLog(fs, { segmentBytes }).open())
      const kept = heldIn(fs)
      for (const [store, read] of follower.read)
        if (read.length > 0) expect(kept.get(store)?.slice(0, read.length)).toEqual(read)
    })
    expect(calls).toBeGreaterThan(80)
  })

  it('goes on after the writer was killed, whenever that was, and misses and repeats nothing', () => {
    const calls = crashes({ lose: 'none' }, ({ fs, follower }) => {
      const store = fileLog(
        watched(fs, () => follower.look(fs)),
        { segmentBytes },
      )
      const { identity } = answerOf(store.open())
      if (identity === undefined) answerOf(store.start(identityOf(3)))
      answerOf(store.append([entryOf(99, 30)]))
      follower.look(fs)
      expect(withEntries(follower.read)).toEqual(withEntries(heldIn(fs)))
    })
    expect(calls).toBeGreaterThan(80)
  })

  it('is told of damage, with its place', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    expect(everything(fs)).toBe(true)
    const file = answerOf(fs.open('log-000002/00000001', 'write'))
    answerOf(file.write(recordsAt + 9, Uint8Array.of(99)))
    const { error } = endOf(readNews(fs))
    expect(error).toMatchObject({ code: 'damaged' })
    expect(String(error)).toContain('log-000002/00000001 is damaged at byte 12288, entry 0')
  })

  it('is told what comes before the damage, and of that when it looks further', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    const store = fileLog(fs)
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    for (const n of [1, 2, 3]) answerOf(store.append([entryOf(n, 40)]))
    answerOf(store.close())
    const file = answerOf(fs.open('log-000001/00000001', 'write'))
    const size = commitHeadBytes + recordBytes(entryOf(1, 40))
    answerOf(file.write(recordsAt + 3 * size - 1, Uint8Array.of(99)))
    const news = answerOf(readNews(fs))
    expect(news?.entries).toEqual([entryOf(1, 40), entryOf(2, 40)])
    expect(news?.isMore).toBe(true)
    const { error } = endOf(readNews(fs, news?.position))
    expect(String(error)).toContain(`log-000001/00000001 is damaged at byte`)
    expect(String(error)).toContain('entry 2')
  })

  it('is told when what it follows is gone', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    expect(answerOf(readNews(fs))).toBe(undefined)
    expect(everything(fs)).toBe(true)
    const position = answerOf(readNews(fs))?.position
    for (const segment of answerOf(fs.list('log-000002')))
      answerOf(fs.remove(`log-000002/${segment}`))
    expect(String(endOf(readNews(fs, position)).error)).toContain('log-000002/00000001 is gone')
    answerOf(fs.remove('log-000002'))
    expect(String(endOf(readNews(fs, position)).error)).toContain('log-000002 is gone')
  })
})
