import { createMember, FsError } from '@quorate/core'
import type { Fs, FsFile, Member } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { World } from '@quorate/transport-memory'
import { defer, lastValueFrom, map, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog, readLog } from '../file-log.ts'
import { recordsAt } from '../format/index.ts'
import { answerOf } from './answers.fixture.ts'
import { identityOf } from './witness.fixture.ts'

const segmentBytes = recordsAt + 1_000
const secret = 'secret of a full disk'

/** A disk without room for some of the calls that may take some. */
function withoutRoom(fs: Fs, isFull: () => boolean): Fs {
  const call = <T>(work: () => Observable<T>): Observable<T> =>
    defer(() => (isFull() ? throwError(() => new FsError('full', 'no room')) : work()))
  const fullFile = (file: FsFile): FsFile => ({
    size: () => file.size(),
    read: (at, length) => file.read(at, length),
    write: (at, bytes) => call(() => file.write(at, bytes)),
    truncate: (size) => file.truncate(size),
    sync: () => call(() => file.sync()),
    close: () => file.close(),
  })
  return {
    makeFolder: (path) => call(() => fs.makeFolder(path)),
    list: (path) => fs.list(path),
    open: (path, mode) =>
      mode === 'create'
        ? call(() => fs.open(path, mode)).pipe(map(fullFile))
        : fs.open(path, mode).pipe(map(fullFile)),
    remove: (path) => fs.remove(path),
    rename: (path, name) => call(() => fs.rename(path, name)),
    syncFolder: (path) => call(() => fs.syncFolder(path)),
    lock: (path, holder) => fs.lock(path, holder),
  }
}

type Env = ReturnType<World['env']>

const starting = (world: World, env: Env, fs: Fs = env.fs): Promise<Member> =>
  world.settle(createMember({ ...env, secret, log: fileLog(fs, { segmentBytes }) }))

/** How a promise ends: `done`, or the code of its refusal. */
const endOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error as { readonly code?: unknown }).code,
  )

/** A member is started in the place, and has a log that the next start goes on with. */
async function startsWell(world: World, { fs, name }: Env): Promise<void> {
  const [first, second] = [world.env('first'), world.env('second')]
  const member = await starting(world, { ...first, name }, fs)
  expect(member.state).toEqual({ state: 'operational', reasons: [] })
  await world.settle(member.put('k', 1))
  await world.settle(member.stop())
  const again = await starting(world, { ...second, name }, fs)
  expect([again.get('k'), again.members().length]).toEqual([1, 1])
}

/** Starts on a disk that is full at those of its calls; what it ended as, and how many there were. */
async function startedAt(isFullAt: (call: number) => boolean) {
  const world = createWorld({ seed: 1 })
  const env = world.env('a')
  let calls = 0
  const disk = withoutRoom(env.fs, () => isFullAt(++calls))
  const end = await starting(world, env, disk).then(
    (member) => ({ member, code: undefined }),
    (error: { readonly code: string }) => ({ member: undefined, code: error.code }),
  )
  return { world, env, calls, ...end }
}

/** How these end, asked for together: `done`, or the code of the error. */
function endsOf(world: World, asked: readonly Observable<never>[]): Promise<readonly unknown[]> {
  const ends = asked.map((each) => endOf(lastValueFrom(each, { defaultValue: undefined })))
  world.run(1_000)
  return Promise.all(ends)
}

describe('a member that founds a cluster on a disk that is full', () => {
  it('is refused as that whatever room there is, leaves nothing, and starts when there is room', async () => {
    const ends = new Set<unknown>()
    for (let capacityBytes = 0; capacityBytes < 24_000; capacityBytes += 512) {
      const world = createWorld({ seed: capacityBytes })
      const env = world.env('a')
      const makeRoom = world.disk('a', { capacityBytes })
      const end = await endOf(starting(world, env))
      ends.add(end)
      if (end === 'store-full') expect(answerOf(env.fs.list(''))).toEqual([])
      makeRoom()
      if (end === 'store-full') await startsWell(world, env)
    }
    expect([...ends]).toEqual(['store-full', 'done'])
  })

  it.each([
    ['at', (n: number, call: number) => call === n],
    ['from', (n: number, call: number) => call >= n],
  ])('is refused as that %s any call, and leaves nothing', async (_, isFull) => {
    const { calls: all } = await startedAt(() => false)
    expect(all).toBe(7)
    const codes: unknown[] = []
    for (let n = 1; n <= all; n++) {
      const { world, env, code, member } = await startedAt((call) => isFull(n, call))
      codes.push(code ?? member?.state)
      if (member !== undefined) await world.settle(endOf(member.stop()))
      else expect(answerOf(env.fs.list(''))).toEqual([])
      expect(answerOf(readLog(env.fs)).damage).toBe(undefined)
      await startsWell(world, env)
    }
    // The last call makes the name durable: that one has failed.
    const failed = { state: 'joining', reasons: ['store-failed'] }
    expect(codes).toEqual([...new Array<string>(all - 1).fill('store-full'), failed])
  })

  it('waits for a slow disk to say so', async () => {
    const world = createWorld({ seed: 1 })
    const env = world.env('a')
    const mend = world.disk('a', { capacityBytes: 8_192, latencyMs: { min: 20, max: 40 } })
    expect(await endOf(starting(world, env))).toBe('store-full')
    mend()
    await startsWell(world, env)
  })
})

describe('a member that is let in while its disk is full', () => {
  it('is refused as that, is who it was, and is let in when there is room', async () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [await starting(world, world.env('a')), await starting(world, world.env('b'))]
    await world.settle(a.put('of a', 1))
    await world.settle(b.put('of b', 1))
    const makeRoom = world.disk('b', { capacityBytes: 0 })
    expect(await world.settle(endOf(b.join('a')))).toBe('store-full')
    expect(b.state).toEqual({ state: 'degraded', reasons: ['store-full'] })
    expect([b.get('of b'), b.members().length]).toEqual([1, 1])
    const told: number[] = []
    b.log$.subscribe(({ seq }) => told.push(seq))
    expect(told).toEqual(b.log().map(({ seq }) => seq))
    makeRoom()
    await world.advance(10_000)
    expect(b.state).toEqual({ state: 'operational', reasons: [] })
    expect(await world.settle(endOf(b.put('of b', 2)))).toBe('done')
    expect(await world.settle(endOf(b.join('a')))).toBe('done')
    await world.advance(5_000)
    expect([b.get('of a'), b.get('of b')]).toEqual([1, undefined])
    expect(b.stateInfo()).toEqual(a.stateInfo())
    expect(a.members().length).toBe(2)
    world.crash('b')
    const again = await starting(world, world.restart('b'))
    expect([again.get('of a'), again.members().length]).toEqual([1, 2])
  })

  it('and crashes then is who it was at its next start', async () => {
    const world = createWorld({ seed: 1 })
    const [, b] = [await starting(world, world.env('a')), await starting(world, world.env('b'))]
    await world.settle(b.put('of b', 1))
    world.disk('b', { capacityBytes: 0 })
    expect(await world.settle(endOf(b.join('a')))).toBe('store-full')
    world.crash('b')
    const again = await starting(world, world.restart('b'))
    expect([again.get('of b'), again.members().length]).toEqual([1, 1])
  })
})

describe('a folder that had no room for its first log', () => {
  it('is asked for room once more while it is asked already, and takes one then', async () => {
    const world = createWorld({ seed: 1 })
    const store = fileLog(world.env('a').fs, { segmentBytes })
    answerOf(store.open())
    const makeRoom = world.disk('a', { capacityBytes: 0 })
    expect(await endsOf(world, [store.start(identityOf(1))])).toEqual(['full'])
    makeRoom()
    const mend = world.disk('a', { latencyMs: { min: 1, max: 1 } })
    expect(await endsOf(world, [store.append([]), store.append([])])).toEqual(['done', 'done'])
    expect(await endsOf(world, [store.start(identityOf(2))])).toEqual(['done'])
    mend()
  })
})
