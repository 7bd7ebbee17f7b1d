import { FsError, equalBytes } from '@quorate/core'
import type { Fs, LogStore, Recovered } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { concat } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog, readLog } from '../file-log.ts'
import { decodeMarks, recordsAt } from '../format/index.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'

const segmentBytes = recordsAt + 170
const entries = [1, 40, 0, 20, 100, 3].map((length, i) => entryOf(i + 1, length))
const files = ['log-000001/00000001', 'log-000001/00000002']
const [, lastFile = ''] = files

/** Closed; killed when there was nothing to do, or when there was. */
type Ended = 'closed' | 'killed' | 'killed at work'

/** A log of two segments. */
function written(ended: Ended): Fs {
  const world = createWorld({ seed: 1 })
  let { fs } = world.env('a')
  const store = fileLog(fs, { segmentBytes })
  answerOf(store.open())
  answerOf(store.start(identityOf(1)))
  const isAtWork = ended === 'killed at work'
  const kill = (): void => world.crash('a', { lose: 'none' })
  if (isAtWork) inTurn(store, entries, kill)
  else for (const entry of entries) answerOf(store.append([entry]))
  if (ended === 'closed') answerOf(store.close())
  if (!isAtWork) kill()
  fs = world.restart('a').fs
  expect(answerOf(fs.list('log-000001'))).toEqual(['00000001', '00000002'])
  return fs
}

/** Each as soon as the one before is durable: there is never nothing to do. */
function inTurn(store: LogStore, left: readonly Uint8Array[], done: () => void): void {
  const [first, ...rest] = left
  if (first === undefined) return done()
  store.append([first]).subscribe({ complete: () => inTurn(store, rest, done) })
}

const contentOf = (fs: Fs, path: string): Uint8Array => {
  const file = answerOf(fs.open(path, 'read'))
  return answerOf(file.read(0, answerOf(file.size())))
}

/** The same files on a disk of their own. */
function copied(content: ReadonlyMap<string, Uint8Array>): Fs {
  const { fs } = createWorld({ seed: 2 }).env('a')
  answerOf(fs.makeFolder('log-000001'))
  for (const [path, bytes] of content) {
    const file = answerOf(fs.open(path, 'create'))
    answerOf(concat(file.write(0, bytes), file.close()))
  }
  return fs
}

interface Found {
  readonly recovered: Recovered | undefined
  readonly error: FsError | undefined
}

/** Opens: a log, or a refusal that leaves all as it is. */
function opening(content: ReadonlyMap<string, Uint8Array>): Found {
  const fs = copied(content)
  const store = fileLog(fs, { segmentBytes })
  const { emitted, error } = endOf(store.open())
  const [recovered] = emitted
  if (recovered !== undefined) {
    answerOf(store.close())
    return { recovered, error: undefined }
  }
  expect(error).toBeInstanceOf(FsError)
  for (const [path, bytes] of content) expect(equalBytes(contentOf(fs, path), bytes)).toBe(true)
  return { recovered, error: error as FsError }
}

const isPrefix = (found: readonly Uint8Array[]): boolean =>
  found.length <= entries.length &&
  found.every((entry, i) => equalBytes(entry, entries[i] ?? new Uint8Array(0)))

/** Entries up to the durable mark of the last segment. */
function durableIn(content: ReadonlyMap<string, Uint8Array>): number {
  const [mark] = decodeMarks(content.get(lastFile) ?? new Uint8Array(0), 2)
  const [first] = answerOf(readLog(copied(content))).segments
  return (first?.entries ?? 0) + (mark?.entries ?? 0)
}

const contentsOf = (ended: Ended): ReadonlyMap<string, Uint8Array> => {
  const fs = written(ended)
  return new Map(files.map((path) => [path, contentOf(fs, path)]))
}

/** Nothing durable is missing, and nothing is there that was not written. */
function expectRight({ recovered, error }: Found, durable: number): void {
  if (recovered === undefined) {
    expect(error?.code).toBe('damaged')
    return
  }
  expect(recovered.identity).toEqual(identityOf(1))
  expect(recovered.entries.length).toBeGreaterThanOrEqual(durable)
  expect(isPrefix(recovered.entries)).toBe(true)
}

const ways: readonly Ended[] = ['closed', 'killed', 'killed at work']

describe.each(ways)('a log that was %s', { timeout: 180_000 }, (ended) => {
  const whole = contentsOf(ended)
  // What the last commit wrote is known to be durable when the next one begins, or by a mark.
  const durable = ended === 'killed at work' ? entries.length - 1 : durableIn(whole)

  it('as it is has all entries, and nothing to be repaired', () => {
    const { recovered } = opening(whole)
    expect(recovered?.entries.length).toBe(entries.length)
    expect(recovered?.repairs).toEqual([])
    expect(durable).toBeGreaterThanOrEqual(entries.length - 1)
  })

  it.each(files)('with any one bit of %s flipped', (path) => {
    const bytes = whole.get(path) ?? new Uint8Array(0)
    const places = Array.from(bytes, (_, at) => at).filter((at) => isMeaningful(at))
    let refused = 0
    for (const at of places)
      for (let bit = 0; bit < 8; bit++) {
        const flipped = bytes.slice()
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
        const found = opening(new Map(whole).set(path, flipped))
        expectRight(found, durable)
        if (found.error !== undefined) refused++
      }
    expect(refused).toBeGreaterThan(1_000)
  })

  it.each(files)('with %s cut to any length', (path) => {
    const bytes = whole.get(path) ?? new Uint8Array(0)
    for (let length = 0; length < bytes.length; length += length < recordsAt - 64 ? 61 : 1)
      expectRight(opening(new Map(whole).set(path, bytes.slice(0, length))), durable)
  })

  it.each(files)('without %s: refused, or what was before it', (path) => {
    const rest = new Map(whole)
    rest.delete(path)
    const { recovered, error } = opening(rest)
    if (path !== lastFile)
      expect(error?.message).toContain('00000001 is damaged at byte 0, entry 0')
    else expect(isPrefix(recovered?.entries ?? [])).toBe(true)
  })
})

/** Not the zeros between header, marks and records, of which some are tried. */
const isMeaningful = (at: number): boolean =>
  at >= recordsAt || at % 4_096 < 80 || at % 4_096 >= 4_090 || at % 1_021 === 0

describe('damage', () => {
  const whole = contentsOf('closed')

  it('is told with segment, place and entry, and is no reason to write', () => {
    const bytes = whole.get(lastFile)?.slice() ?? new Uint8Array(0)
    bytes[recordsAt + 26] = (bytes[recordsAt + 26] ?? 0) ^ 1
    const { error } = opening(new Map(whole).set(lastFile, bytes))
    expect(error?.message).toMatch(/^log-000001\/00000002 is damaged at byte 12305, entry \d: /)
  })

  it('is told by who only looks, with what can be read', () => {
    const [path = ''] = files
    const bytes = whole.get(path)?.slice() ?? new Uint8Array(0)
    bytes[recordsAt + 27 + 17 + 9] = 99
    const { damage, entries: found } = answerOf(readLog(copied(new Map(whole).set(path, bytes))))
    expect(damage?.message).toContain('00000001 is damaged at byte 12332, entry 1: ')
    expect(found).toEqual(entries.slice(0, 1))
  })

  it('is a segment of another log', () => {
    const other = createWorld({ seed: 1 }).env('a').fs
    const store = fileLog(other, { segmentBytes })
    answerOf(store.open())
    answerOf(store.start(identityOf(2)))
    for (const entry of entries) answerOf(store.append([entry]))
    answerOf(store.close())
    const { error } = opening(new Map(whole).set(lastFile, contentOf(other, lastFile)))
    expect(error?.message).toContain('it belongs to another log')
  })
})

describe('a write that did not complete', () => {
  it('is cut off and told, and never comes back', () => {
    const whole = contentsOf('closed')
    const bytes = whole.get(lastFile)?.slice() ?? new Uint8Array(0)
    const { segments } = answerOf(readLog(copied(whole)))
    const end = segments.at(-1)?.end ?? 0
    bytes.set([0, 0, 0, 9, 1, 2, 3, 4, 1, 7, 7], end)
    const fs = copied(new Map(whole).set(lastFile, bytes))
    expect(answerOf(readLog(fs)).segments.at(-1)?.tailBytes).toBe(11)
    const store = fileLog(fs, { segmentBytes })
    const { repairs, entries: found } = answerOf(store.open())
    expect(found.length).toBe(entries.length)
    expect(repairs).toEqual([expect.stringMatching(/00000002: cut 11 bytes at \d+, after 6 ent/)])
    answerOf(store.close())
    expect(answerOf(fileLog(fs, { segmentBytes }).open()).repairs).toEqual([])
    expect(answerOf(readLog(fs)).segments.at(-1)?.tailBytes).toBe(0)
  })
})

describe('who only looks', () => {
  it('sees what a running member has written, and disturbs nothing', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    expect(answerOf(readLog(fs)).folder).toBe(undefined)
    const store = fileLog(fs, { segmentBytes })
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    for (const [i, entry] of entries.entries()) {
      answerOf(store.append([entry]))
      const reading = answerOf(readLog(fs))
      expect(reading.entries).toEqual(entries.slice(0, i + 1))
      expect(reading).toMatchObject({ folder: 'log-000001', identity: identityOf(1) })
      expect(reading.damage).toBe(undefined)
    }
  })
})
