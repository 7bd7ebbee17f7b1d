import { FsError } from '@quorate/core'
import type { Fs, FsFile, LogStore } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { World } from '@quorate/transport-memory'
import { defer, finalize, map } from 'rxjs'
import type { Observable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { recordsAt } from '../format/index.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import { waitingMax } from './waiting.ts'
import { Witness, entryOf, identityOf } from './witness.fixture.ts'

const segmentBytes = recordsAt + 700

/** A disk that fails some of its calls: `fails` is asked before each. */
function failing(world: World, fs: Fs, fails: () => boolean): Fs {
  const call = <T>(work: () => Observable<T>): Observable<T> =>
    defer(() => {
      const faults = { readErrors: 1, writeErrors: 1, syncErrors: 1 }
      const mend = fails() ? world.disk('a', faults) : (): void => {}
      return work().pipe(finalize(mend))
    })
  const failingFile = (file: FsFile): FsFile => ({
    size: () => call(() => file.size()),
    read: (at, length) => call(() => file.read(at, length)),
    write: (at, bytes) => call(() => file.write(at, bytes)),
    truncate: (size) => call(() => file.truncate(size)),
    sync: () => call(() => file.sync()),
    close: () => call(() => file.close()),
  })
  return {
    makeFolder: (path) => call(() => fs.makeFolder(path)),
    list: (path) => call(() => fs.list(path)),
    open: (path, mode) => call(() => fs.open(path, mode)).pipe(map(failingFile)),
    remove: (path) => call(() => fs.remove(path)),
    rename: (path, name) => call(() => fs.rename(path, name)),
    syncFolder: (path) => call(() => fs.syncFolder(path)),
    lock: (path, holder) => fs.lock(path, holder),
  }
}

/** Does what it can, whatever fails, and lets the folder go. */
function tried(fs: Fs, witness: Witness): void {
  const store = fileLog(fs, { segmentBytes })
  const { emitted, error } = endOf(store.open())
  const [recovered] = emitted
  if (recovered === undefined) {
    expect(error).toBeInstanceOf(FsError)
    return
  }
  expect(witness.judge(recovered)).toBe(undefined)
  witness.start(store)
  for (const lengths of [[1], [100, 511], [300], [3_000], [2]]) witness.append(store, lengths)
  witness.start(store)
  for (const lengths of [[600], [600]]) witness.append(store, lengths)
  endOf(store.close())
}

function opens(fs: Fs, witness: Witness): LogStore {
  const store = fileLog(fs, { segmentBytes })
  expect(witness.judge(answerOf(store.open()))).toBe(undefined)
  expect(witness.judgeAside(fs)).toBe(undefined)
  return store
}

/** Opens on a mended disk, loses its power, opens again: what was told then is there. */
function looksWell(world: World, fs: Fs, witness: Witness): void {
  endOf(opens(fs, witness).close())
  const again = opens(fs, witness)
  witness.start(again)
  witness.append(again, [7])
  world.crash('a')
  opens(world.restart('a').fs, witness)
}

describe('a disk that is failing', { timeout: 180_000 }, () => {
  const runs = (seed: number, failsAt: (n: number) => boolean): number => {
    const world = createWorld({ seed })
    const { fs } = world.env('a')
    const witness = new Witness()
    let calls = 0
    const broken = failing(world, fs, () => failsAt(++calls))
    tried(broken, witness)
    tried(broken, witness)
    looksWell(world, fs, witness)
    return calls
  }
  const calls = runs(1, () => false)

  it('in any one call, and is opened again: what was told is there', () => {
    expect(calls).toBeGreaterThan(80)
    for (let n = 1; n <= calls; n++) for (let seed = 0; seed < 2; seed++) runs(seed, (i) => i === n)
  })

  it('in a call and in one soon after: what was told is there', () => {
    for (let n = 1; n <= calls; n++)
      for (const more of [1, 4, 9]) runs(more, (i) => i === n || i === n + more)
  })

  it('from any call on: what was told is there', () => {
    for (let n = 1; n <= calls; n++) for (let seed = 0; seed < 2; seed++) runs(seed, (i) => i >= n)
  })
})

describe('a disk that does not answer', () => {
  it('is waited for by so many appends, and no more', () => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    const store = fileLog(fs, { segmentBytes })
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    world.disk('a', { latencyMs: { min: 1_000, max: 1_000 } })
    const errors: unknown[] = []
    for (let i = 0; i <= waitingMax + 1; i++)
      store.append([new Uint8Array(1)]).subscribe({ error: (error) => errors.push(error) })
    expect(errors.length).toBe(waitingMax + 1)
    expect(String(errors[0])).toContain(`more than ${waitingMax} appends wait`)
    expect(String(endOf(store.append([])).error)).toContain('until it is opened again')
  })

  it('and is closed meanwhile, lets the folder go', () => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    const mend = world.disk('a', { latencyMs: { min: 1, max: 1 } })
    const store = fileLog(fs, { segmentBytes })
    const said: string[] = []
    store.open().subscribe({ complete: () => said.push('opened') })
    store.close().subscribe({ complete: () => said.push('closed') })
    world.run(1_000)
    mend()
    expect(said).toEqual(['opened', 'closed'])
    expect(endOf(fileLog(fs, { segmentBytes }).open()).isDone).toBe(true)
  })
})

describe('a disk that is full', () => {
  it('refuses as full, at whatever size; with room again all goes on', () => {
    for (let capacityBytes = 0; capacityBytes < 100_000; capacityBytes += 512) {
      const world = createWorld({ seed: capacityBytes })
      const { fs } = world.env('a')
      const witness = new Witness()
      const makeRoom = world.disk('a', { capacityBytes })
      tried(fs, witness)
      makeRoom()
      looksWell(world, fs, witness)
    }
  })

  it('says so with the code of the disk, and takes nothing behind what it refused', () => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    const store = fileLog(fs, { segmentBytes })
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    world.disk('a', { capacityBytes: 20_000 })
    const { error } = endOf(store.append([new Uint8Array(20_000)]))
    expect(error).toMatchObject({ code: 'full' })
    const behind = endOf(store.append([new Uint8Array(1)]))
    expect(behind.error).toMatchObject({ code: 'full' })
  })

  it('and has no room for another name refuses the same, and goes on when it has', () => {
    const world = createWorld({ seed: 1 })
    const store = fileLog(world.env('a').fs, { segmentBytes })
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    const makeRoom = world.disk('a', { capacityBytes: 0 })
    expect(endOf(store.append([new Uint8Array(2_000)])).error).toMatchObject({ code: 'full' })
    makeRoom()
    expect(endOf(store.append([])).isDone).toBe(true)
    expect(endOf(store.append([new Uint8Array(2_000)])).isDone).toBe(true)
  })

  it('only when a mark was written refuses nothing: it is written when there is room', () => {
    const world = createWorld({ seed: 1 })
    const store = fileLog(world.env('a').fs, { segmentBytes })
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    let makeRoom = (): void => {}
    const fill = (): void => {
      makeRoom = world.disk('a', { fullWrites: 1 })
    }
    store.append([new Uint8Array(1)]).subscribe({ complete: fill })
    makeRoom()
    expect(endOf(store.append([new Uint8Array(1)])).error).toBeUndefined()
  })

  it('and had no room for a mark over another goes on in the next segment when it has', () => {
    const world = createWorld({ seed: 1 })
    const store = fileLog(world.env('a').fs, { segmentBytes })
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    const makeRoom = world.disk('a', { fullWrites: 1 })
    expect(endOf(store.append([new Uint8Array(2_000)])).error).toMatchObject({ code: 'full' })
    makeRoom()
    expect(endOf(store.append([])).isDone).toBe(true)
    expect(endOf(store.append([new Uint8Array(2_000)])).isDone).toBe(true)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'midway through writes refuses them, and goes on when it is not, seed %i',
    (seed) => {
      const world = createWorld({ seed })
      const { fs } = world.env('a')
      const store = fileLog(fs, { segmentBytes })
      answerOf(store.open())
      answerOf(store.start(identityOf(1)))
      const kept: Uint8Array[] = []
      let refused = 0
      const append = (length: number): void => {
        const entry = entryOf(kept.length + refused, length)
        if (endOf(store.append([entry])).isDone) kept.push(entry)
        else refused++
      }
      for (let round = 1; round <= 20; round++) {
        const makeRoom = world.disk('a', { fullWrites: 0.5 })
        for (const length of [1, 511, 600, 3_000, 2]) {
          append(length)
          endOf(store.append([]))
        }
        makeRoom()
        expect(endOf(store.append([])).error, `round ${round}`).toBeUndefined()
        append(700)
      }
      expect([kept.length > 20, refused > 20]).toEqual([true, true])
      answerOf(store.close())
      const { entries } = answerOf(fileLog(fs, { segmentBytes }).open())
      expect(entries).toEqual(kept)
    },
  )
})
