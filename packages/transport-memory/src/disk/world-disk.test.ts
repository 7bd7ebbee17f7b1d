import { concat, defer } from 'rxjs'
import type { Observable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { Fs } from '@quorate/core'
import type { CrashAtOptions } from '../points/index.ts'
import { traceLine } from '../trace.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { answerOf, contentAt, namesOf } from './asking.fixture.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textAt = (fs: Fs, path: string): string => new TextDecoder().decode(contentAt(fs, path))

/** A file that holds this text, synced; its name is not. */
function stored(fs: Fs, path: string, text: string): void {
  const file = answerOf(fs.open(path, 'create'))
  answerOf(file.write(0, bytesOf(text)))
  answerOf(file.sync())
  answerOf(file.close())
}

const codeOf = (operation: Observable<unknown>): unknown => {
  try {
    answerOf(operation)
    return 'done'
  } catch (error) {
    return (error as { readonly code: unknown }).code
  }
}

describe('a disk with faults', () => {
  it('that is full takes what fits, refuses the rest, and no name more; until it is cleared', () => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    const clear = world.disk('a', { capacityBytes: 1_024 })
    const file = answerOf(fs.open('file', 'create'))
    expect(codeOf(file.write(0, new Uint8Array(1_000)))).toBe('done')
    expect(codeOf(file.write(1_000, new Uint8Array(24)))).toBe('done')
    expect(codeOf(file.write(1_020, new Uint8Array(100)))).toBe('full')
    expect(answerOf(file.size())).toBe(1_024)
    expect(codeOf(file.write(0, new Uint8Array(1_024)))).toBe('done')
    expect(codeOf(fs.open('other', 'create'))).toBe('full')
    expect(codeOf(fs.makeFolder('folder'))).toBe('full')
    expect(codeOf(fs.rename('file', 'renamed'))).toBe('full')
    expect(codeOf(file.truncate(512))).toBe('done')
    expect(codeOf(fs.rename('file', 'renamed'))).toBe('done')
    clear()
    expect(codeOf(file.write(512, new Uint8Array(9_000)))).toBe('done')
  })

  it('that is full midway takes a part of a write, from the first on, and refuses it', () => {
    const sizes = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const world = createWorld({ seed })
      const { fs } = world.env('a')
      const file = answerOf(fs.open('file', 'create'))
      answerOf(file.write(0, new Uint8Array(100)))
      const clear = world.disk('a', { fullWrites: 1 })
      expect(codeOf(file.write(100, new Uint8Array(3_000).fill(1)))).toBe('full')
      const after = contentAt(fs, 'file')
      expect(after).toEqual(new Uint8Array(after.length).fill(1, 100))
      expect(codeOf(file.write(0, new Uint8Array(100).fill(2)))).toBe('full')
      expect(contentAt(fs, 'file')).toEqual(after)
      expect(codeOf(fs.open('other', 'create'))).toBe('done')
      clear()
      expect(codeOf(file.write(100, new Uint8Array(3_000)))).toBe('done')
      return after.length
    })
    const cuts = sizes.filter((size) => size > 100)
    expect(cuts.every((size) => size % 512 === 0 && size < 3_100)).toBe(true)
    expect(new Set(cuts).size).toBeGreaterThan(2)
  })

  it('that is full midway writes what finds room as a whole', () => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    world.disk('a', { fullWrites: 0.5 })
    const file = answerOf(fs.open('file', 'create'))
    const codes = Array.from({ length: 40 }, (_, i) => codeOf(file.write(i, Uint8Array.of(1))))
    expect(new Set(codes)).toEqual(new Set(['done', 'full']))
    const written = [...contentAt(fs, 'file')]
    expect(codes.map((code, i) => (code === 'full' ? 0 : written[i]))).toEqual(
      codes.map((code) => (code === 'full' ? 0 : 1)),
    )
  })

  it('fails the share of calls that it is told to, keyed, and each kind for itself', () => {
    const failed = (seed: number): readonly number[] => {
      const world = createWorld({ seed })
      const { fs } = world.env('a')
      const file = answerOf(fs.open('file', 'create'))
      world.disk('a', { writeErrors: 0.3 })
      return Array.from({ length: 100 }, (_, i) => i).filter((i) => {
        expect(codeOf(file.sync())).toBe('done')
        expect(codeOf(file.read(0, 1))).toBe('done')
        return codeOf(file.write(i, Uint8Array.of(1))) === 'io'
      })
    }
    expect(failed(1).length).toBeGreaterThan(15)
    expect(failed(1).length).toBeLessThan(45)
    expect(failed(1)).toEqual(failed(1))
    expect(failed(1)).not.toEqual(failed(2))
  })

  it('that fails a sync loses what it covered, though it can be read until the crash', () => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    stored(fs, 'file', 'synced')
    answerOf(fs.syncFolder(''))
    const file = answerOf(fs.open('file', 'write'))
    answerOf(file.write(0, bytesOf('written')))
    stored(fs, 'name', 'x')
    const mend = world.disk('a', { syncErrors: 1 })
    expect([codeOf(file.sync()), codeOf(fs.syncFolder(''))]).toEqual(['io', 'io'])
    mend()
    expect([codeOf(file.sync()), codeOf(fs.syncFolder(''))]).toEqual(['done', 'done'])
    expect(textAt(fs, 'file')).toBe('written')
    world.crash('a', { lose: 'none' })
    const after = world.restart('a').fs
    expect([textAt(after, 'file'), ...namesOf(after)]).toEqual(['synced', 'file'])
  })

  it('that is slow takes its time over each call, and the longer of two faults', () => {
    const world = createWorld({ seed: 1, syncMs: { min: 10, max: 10 } })
    const { fs } = world.env('a')
    const file = answerOf(fs.open('file', 'create'))
    const ends: string[] = []
    const timed = (what: string, operation: Observable<unknown>): void => {
      operation.subscribe({ complete: () => ends.push(`${what} at ${world.now}`) })
      world.run(1_000)
    }
    timed('sync', file.sync())
    const heal = world.disk('a', { latencyMs: { min: 2, max: 2 } })
    world.disk('a', { latencyMs: { min: 1, max: 1 } })
    world.disk('a', { slowness: 3 })
    timed('write', file.write(0, bytesOf('x')))
    timed('sync', file.sync())
    heal()
    timed('read', file.read(0, 1))
    expect(ends).toEqual(['sync at 10', 'write at 1006', 'sync at 2036', 'read at 3003'])
  })

  it('rots by single bits of what is durable, and tells nobody', () => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    const zeros = new Uint8Array(512)
    const file = answerOf(fs.open('file', 'create'))
    answerOf(file.write(0, zeros))
    world.rot('a')
    expect(contentAt(fs, 'file')).toEqual(zeros)
    answerOf(file.sync())
    answerOf(fs.syncFolder(''))
    world.rot('a', 3)
    const bits = [...contentAt(fs, 'file')].map((byte) => byte.toString(2).replaceAll('0', ''))
    expect(bits.join('')).toBe('111')
    world.crash('a')
    expect(contentAt(world.restart('a').fs, 'file')).not.toEqual(zeros)
  })

  it('refuses faults that cannot be', () => {
    const world = createWorld({ seed: 1 })
    world.env('a')
    expect(() => world.disk('a', { readErrors: 2 })).toThrow('readErrors')
    expect(() => world.disk('a', { capacityBytes: -1 })).toThrow('capacityBytes')
    expect(() => world.disk('a', { fullWrites: 2 })).toThrow('fullWrites')
    expect(() => world.disk('a', { latencyMs: { min: 2, max: 1 } })).toThrow('latencyMs')
    expect(() => world.disk('a', { slowness: 0 })).toThrow('slowness')
    expect(() => world.disk('b', {})).toThrow('there is no b')
  })
})

describe('a crash', () => {
  const after = (lose: 'unsynced' | 'none' | 'all'): readonly string[] => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    stored(fs, 'synced', 'x')
    answerOf(fs.syncFolder(''))
    for (let i = 0; i < 9; i++) stored(fs, `file-${i}`, 'x')
    world.crash('a', { lose })
    return namesOf(world.restart('a').fs)
  }

  it('loses what it is told to: what was not synced, nothing, all', () => {
    expect(after('none').length).toBe(10)
    expect(after('all')).toEqual([])
    expect(after('unsynced')).toContain('synced')
    expect(after('unsynced').length).toBeLessThan(10)
    expect(after('unsynced').length).toBeGreaterThan(1)
  })

  it('ends what is under way, and what its process still asks for is a leak', () => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    const file = answerOf(fs.open('file', 'create'))
    world.disk('a', { latencyMs: { min: 5, max: 5 } })
    let answers = 0
    const answered = { next: () => answers++, error: () => answers++, complete: () => answers++ }
    file.write(0, bytesOf('x')).subscribe(answered)
    world.crash('a')
    file.sync().subscribe(answered)
    fs.list('').subscribe(answered)
    world.run(100)
    expect([answers, world.leaks]).toEqual([0, 2])
  })

  it('with a sync under way makes durable what that covers, or not', () => {
    const kept = Array.from({ length: 30 }, (_, seed) => {
      const world = createWorld({ seed })
      const { fs } = world.env('a')
      stored(fs, 'file', 'old')
      answerOf(fs.syncFolder(''))
      const file = answerOf(fs.open('file', 'write'))
      answerOf(file.write(0, bytesOf('new')))
      const clear = world.disk('a', { latencyMs: { min: 5, max: 5 } })
      file.sync().subscribe()
      world.run(1)
      world.crash('a')
      clear()
      return textAt(world.restart('a').fs, 'file')
    })
    expect(new Set(kept)).toEqual(new Set(['old', 'new']))
  })
})

describe('backups and clones', () => {
  const settled = (): World => {
    const world = createWorld({ seed: 1 })
    const { fs } = world.env('a')
    answerOf(fs.makeFolder('folder'))
    answerOf(fs.syncFolder(''))
    stored(fs, 'folder/file', 'first')
    answerOf(fs.syncFolder('folder'))
    stored(fs, 'folder/unsynced', 'x')
    return world
  }

  it('a backup is what was durable, or with all that was written', () => {
    const world = settled()
    const backups = [world.backup('a'), world.backup('a', { unsynced: true })]
    expect(backups.map(({ of, at }) => [of, at])).toEqual([
      ['a', 0],
      ['a', 0],
    ])
    const names = backups.map((backup) => {
      if (world.stateOf('a') !== 'ended') world.crash('a')
      world.restore('a', backup)
      const found = namesOf(world.restart('a').fs, 'folder')
      world.crash('a', { lose: 'all' })
      return found
    })
    expect(names).toEqual([['file'], ['file', 'unsynced']])
  })

  it('a restore takes the place of all; what was restored does not change the backup', () => {
    const world = settled()
    const backup = world.backup('a')
    expect(() => world.restore('a', backup)).toThrow('crash it first')
    for (const text of ['second', 'third']) {
      world.crash('a')
      world.restore('a', backup)
      const { fs } = world.restart('a')
      expect(textAt(fs, 'folder/file')).toBe('first')
      const file = answerOf(fs.open('folder/file', 'write'))
      answerOf(file.write(0, bytesOf(text)))
      answerOf(file.sync())
      stored(fs, 'more', text)
      answerOf(fs.syncFolder(''))
    }
  })

  it('a clone is a machine of its own with the same on its disk', () => {
    const world = settled()
    const { fs, name, address } = world.clone('a', 'b', { address: 'elsewhere' })
    expect([name, address, textAt(fs, 'folder/file')]).toEqual(['b', 'elsewhere', 'first'])
    answerOf(fs.remove('folder/file'))
    world.crash('a')
    expect(textAt(world.restart('a').fs, 'folder/file')).toBe('first')
  })
})

/** Replaces a file as one should; `broken` leaves one of the syncs out. */
function replaced(fs: Fs, text: string, broken?: 'file' | 'folder'): Observable<never> {
  const written = defer(() => {
    const file = answerOf(fs.open('file.next', 'create'))
    const sync = broken === 'file' ? [] : [file.sync()]
    return concat(file.write(0, bytesOf(text)), ...sync, file.close())
  })
  const sync = broken === 'folder' ? [] : [fs.syncFolder('')]
  return concat(written, fs.rename('file.next', 'file'), ...sync)
}

interface Outcome {
  readonly hasCrashed: boolean
  readonly isDone: boolean
  readonly text: string
}

/** Replaces `old` by `new` until the machine crashes at a call, and looks what is there. */
function crashing(seed: number, at: CrashAtOptions, broken?: 'file' | 'folder'): Outcome {
  const world = createWorld({ seed })
  const { fs } = world.env('a')
  stored(fs, 'file', 'old')
  answerOf(fs.syncFolder(''))
  const callOff = world.crashAt('fs:*', 'a', at)
  let isDone = false
  let error: unknown
  replaced(fs, 'new', broken).subscribe({
    complete: () => (isDone = true),
    error: (refusal: unknown) => (error = refusal),
  })
  const hasCrashed = world.stateOf('a') === 'ended'
  if (!hasCrashed) {
    expect(error).toBe(undefined)
    callOff()
    world.crash('a')
  }
  expect(world.leaks).toBe(0)
  return { hasCrashed, isDone, text: textAt(world.restart('a').fs, 'file') }
}

/** Of the calls of replacing a file, those from which on the new one may be there. */
const renaming = 5
const syncing = 6

const crashes: readonly CrashAtOptions[] = [1, 2, 3, 4, 5, 6].flatMap((times) =>
  (['before', 'after'] as const).flatMap((when) =>
    [false, true].map((torn) => ({ times, when, torn })),
  ),
)
const seeds = Array.from({ length: 40 }, (_, seed) => seed)

describe('a crash at every call of replacing a file', () => {
  it.each(crashes)('%j: the old or the new one, whole', (at) => {
    const texts = new Set<string>()
    for (const seed of seeds) {
      const { hasCrashed, isDone, text } = crashing(seed, at)
      expect([hasCrashed, isDone]).toEqual([true, false])
      texts.add(text)
    }
    const { times = 1, when } = at
    const callsDone = when === 'after' ? times : times - 1
    const isMade = callsDone >= renaming ? ['new', 'old'] : ['old']
    expect([...texts].toSorted()).toEqual(callsDone >= syncing ? ['new'] : isMade)
  })

  it('once it was done, the new one', () => {
    for (const seed of seeds) {
      const outcome = crashing(seed, { times: syncing + 1 })
      expect(outcome).toEqual({ hasCrashed: false, isDone: true, text: 'new' })
    }
  })

  it('finds out a replacement that does not sync the file, or not the folder', () => {
    const all = (broken: 'file' | 'folder'): readonly Outcome[] =>
      crashes.flatMap((at) => seeds.map((seed) => crashing(seed, at, broken)))
    const isWhole = ({ text }: Outcome): boolean => text === 'old' || text === 'new'
    const isKept = ({ isDone, text }: Outcome): boolean => !isDone || text === 'new'
    expect(all('file').every(isWhole)).toBe(false)
    expect(all('folder').every(isWhole)).toBe(true)
    expect(all('folder').every(isKept)).toBe(false)
  })
})

describe('named points', () => {
  it('are counted, and a crash comes at the passing it is asked for, once', () => {
    const world = createWorld({ seed: 1 })
    let env = world.env('a')
    world.crashAt('log:append', 'a', { times: 2, when: 'after' })
    const callOff = world.crashAt('transport:send', 'a')
    env.transport.open().subscribe()
    callOff()
    expect(env.transport.send(env.address, bytesOf('x'))).toBe(undefined)
    let appended = 0
    const append = (): void => {
      env.log.append([bytesOf('entry')]).subscribe({ complete: () => appended++ })
    }
    env.log.open().subscribe()
    append()
    append()
    expect([appended, world.stateOf('a')]).toEqual([1, 'ended'])
    env = world.restart('a')
    env.log.open().subscribe(({ entries }) => expect(entries.length).toBe(2))
    append()
    expect([appended, world.stateOf('a'), world.leaks]).toEqual([2, 'running', 0])
    expect(Object.fromEntries(world.points)).toEqual({
      'transport:open': 1,
      'transport:send': 1,
      'log:open': 2,
      'log:append': 3,
    })
  })

  it('crash in the middle of the code that calls: that is no leak until it has ended', () => {
    const lines: string[] = []
    const world = createWorld({ seed: 1, onTrace: (event) => lines.push(traceLine(event)) })
    const { clock, transport, fs, address } = world.env('a')
    transport.open().subscribe()
    let refused: unknown
    clock.schedule(5, () => {
      refused = transport.send(address, bytesOf('x'))
      fs.list('').subscribe()
    })
    world.crashAt('transport:send', 'a', { lose: 'none', torn: true })
    world.run(10)
    expect(lines.at(-1)).toMatch(/crash .* before transport:send, lose none, torn$/)
    expect([refused, world.leaks]).toEqual(['closed', 0])
    fs.list('').subscribe()
    expect(world.leaks).toBe(1)
  })

  it('need a passing that can come', () => {
    const world = createWorld({ seed: 1 })
    world.env('a')
    expect(() => world.crashAt('fs:sync', 'a', { times: 0 })).toThrow('times')
  })
})

describe('a run with disks', () => {
  const run = (seed: number, text: string): string => {
    const world = createWorld({ seed })
    const { fs } = world.env('a')
    world.disk('a', { latencyMs: { min: 0, max: 3 }, writeErrors: 0.1 })
    const ignored = { error: () => undefined }
    for (let i = 0; i < 20; i++)
      fs.open(`file-${i}`, 'create').subscribe({
        ...ignored,
        next: (file) => concat(file.write(0, bytesOf(text)), file.sync()).subscribe(ignored),
      })
    world.run(20)
    return world.hash
  }

  it('has one hash a seed, which covers what is written', () => {
    expect(run(1, 'x')).toBe(run(1, 'x'))
    expect(run(1, 'x')).not.toBe(run(2, 'x'))
    expect(run(1, 'x')).not.toBe(run(1, 'y'))
  })
})
