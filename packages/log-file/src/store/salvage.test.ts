import { createMember, equalBytes } from '@quorate/core'
import type { Fs, LogStore, Member, Recovered } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { MemberEnv, World } from '@quorate/transport-memory'
import { concat } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog, readLog } from '../file-log.ts'
import { commitHeadBytes, recordBytes, recordsAt } from '../format/index.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'

const recordHeadBytes = recordBytes(new Uint8Array(0))
const segmentBytes = recordsAt + 160
const entries = [1, 40, 0, 20, 100, 3, 30, 7].map((length, i) => entryOf(i + 1, length))

type Content = ReadonlyMap<string, Uint8Array>

const contentOf = (fs: Fs, path: string): Uint8Array => {
  const file = answerOf(fs.open(path, 'read'))
  return answerOf(file.read(0, answerOf(file.size())))
}

/** The files of a log that was closed. */
function written(): Content {
  const { fs } = createWorld({ seed: 1 }).env('a')
  const store = fileLog(fs, { segmentBytes })
  answerOf(store.open())
  answerOf(store.start(identityOf(1)))
  for (const entry of entries) answerOf(store.append([entry]))
  answerOf(store.close())
  const names = answerOf(fs.list('log-000001'))
  return new Map(names.map((name) => [name, contentOf(fs, `log-000001/${name}`)]))
}

const whole = written()
const names = [...whole.keys()]

/** The same files on a disk. */
function put(fs: Fs, content: Content): void {
  answerOf(fs.makeFolder('log-000001'))
  for (const [name, bytes] of content) {
    const file = answerOf(fs.open(`log-000001/${name}`, 'create'))
    answerOf(concat(file.write(0, bytes), file.sync(), file.close()))
  }
  answerOf(concat(fs.syncFolder('log-000001'), fs.syncFolder('')))
}

const salvaging = (fs: Fs): LogStore => fileLog(fs, { segmentBytes, onDamage: 'salvage' })

/** Opens with what can be read; what was there is as it was, or was sound. */
function salvaged(content: Content): Recovered {
  const { fs } = createWorld({ seed: 2 }).env('a')
  put(fs, content)
  const store = salvaging(fs)
  const recovered = answerOf(store.open())
  if (answerOf(fs.list('')).length > 1 || recovered.identity === undefined)
    for (const [name, bytes] of content)
      expect(equalBytes(contentOf(fs, `log-000001/${name}`), bytes)).toBe(true)
  if (recovered.identity === undefined) answerOf(store.start(identityOf(2)))
  answerOf(store.append([entryOf(99, 9)]))
  answerOf(store.close())
  const again = answerOf(fileLog(fs, { segmentBytes }).open())
  expect(again.entries.length).toBe(recovered.entries.length + 1)
  return recovered
}

/** Numbers of the entries that were found, in order; each is one that was written. */
function numbersOf({ entries: found }: Recovered): readonly number[] {
  const numbers = found.map((entry) => entries.findIndex((each) => equalBytes(each, entry)))
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
  expect(numbers).not.toContain(-1)
  return numbers
}

const flippedAt = (name: string, at: number, bit = 0): Content => {
  const bytes = whole.get(name)?.slice() ?? new Uint8Array(0)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  return new Map(whole).set(name, bytes)
}

describe('a damaged log that is salvaged', { timeout: 120_000 }, () => {
  it('loses at most the one entry whose record has a bit flipped, whichever bit', () => {
    let lost = 0
    for (const name of names)
      for (const at of whole.get(name)?.keys() ?? [])
        if (at >= recordsAt)
          for (let bit = 0; bit < 8; bit += 7) {
            const numbers = numbersOf(salvaged(flippedAt(name, at, bit)))
            expect(numbers.length).toBeGreaterThanOrEqual(entries.length - 1)
            lost += entries.length - numbers.length
          }
    expect(lost).toBeGreaterThan(300)
  })

  it('has all entries if a header or mark is damaged, where another says whose log it is', () => {
    for (const name of names)
      for (let at = 0; at < recordsAt; at += at % 4_096 < 70 ? 1 : 97)
        expect(numbersOf(salvaged(flippedAt(name, at))).length).toBe(entries.length)
  })

  it('has what the other files hold, without one of them', () => {
    for (const name of names.slice(0, -1)) {
      const rest = new Map(whole)
      rest.delete(name)
      const numbers = numbersOf(salvaged(rest))
      expect(numbers.length).toBeGreaterThan(0)
      expect(numbers.length).toBeLessThan(entries.length)
    }
  })

  it('opens whatever of a file is cut off', () => {
    for (const name of names)
      for (let length = 0; length < (whole.get(name)?.length ?? 0); length += 61) {
        const cut = whole.get(name)?.slice(0, length) ?? new Uint8Array(0)
        numbersOf(salvaged(new Map(whole).set(name, cut)))
      }
  })

  it('tells what is damaged, what goes on and what is missing', () => {
    const second = recordsAt + 2 * commitHeadBytes + recordHeadBytes + 1
    const { fs } = createWorld({ seed: 2 }).env('a')
    put(fs, flippedAt('00000001', second + recordHeadBytes))
    const { repairs } = answerOf(salvaging(fs).open())
    const goesOn = answerOf(fs.list('')).toSorted().at(-1)
    expect(goesOn).not.toBe('log-000001')
    expect(repairs).toEqual([
      expect.stringMatching(/^log-000001\/00000001 is damaged at byte 12332, entry 1: /),
      `log-000001 is set aside as it is; ${goesOn} goes on with 7 of 8 entries (missing: 1)`,
    ])
  })

  it('begins anew if nothing says whose it is, and says so', () => {
    const [name = ''] = names
    const one = new Map([[name, flippedAt(name, 30).get(name) ?? new Uint8Array(0)]])
    const { identity, repairs } = salvaged(one)
    expect(identity).toBe(undefined)
    expect(repairs[1]).toBe('log-000001 does not say whose it is: this member begins anew')
  })

  it('is not a log of two stores: the file of another log is left out', () => {
    const other = createWorld({ seed: 1 }).env('a').fs
    const store = fileLog(other, { segmentBytes })
    answerOf(store.open())
    answerOf(store.start(identityOf(2)))
    for (const entry of entries) answerOf(store.append([entry]))
    answerOf(store.close())
    const [, name = ''] = names
    const mixed = new Map(whole).set(name, contentOf(other, `log-000001/${name}`))
    const recovered = salvaged(mixed)
    expect(recovered.identity).toEqual(identityOf(1))
    expect(numbersOf(recovered).length).toBeLessThan(entries.length)
  })

  it('is salvaged once, whenever the machine crashes meanwhile', () => {
    const content = flippedAt('00000001', recordsAt + recordHeadBytes)
    const { entries: expected } = salvaged(content)
    let crashes = 0
    for (let times = 1; ; times++) {
      const world = createWorld({ seed: times })
      const { fs } = world.env('a')
      put(fs, content)
      const callOff = world.crashAt('fs:*', 'a', { times, torn: true })
      const { isDone } = endOf(salvaging(fs).open())
      callOff()
      if (isDone) break
      crashes++
      const again = world.restart('a').fs
      expect(answerOf(salvaging(again).open()).entries).toEqual(expected)
      expect(answerOf(again.list('')).length).toBe(2)
    }
    expect(crashes).toBeGreaterThan(10)
  })
})

describe('how a damaged log is opened', () => {
  it('is said in words that there are', () => {
    expect(() => fileLog('nowhere', { onDamage: 'ignore' as never })).toThrow('refuse or salvage')
  })
})

const secret = 'only members know'

const started = (world: World, env: MemberEnv): Promise<Member> =>
  world.settle(createMember({ ...env, secret, log: fileLog(env.fs, { onDamage: 'salvage' }) }))

/** Flips a bit of the n-th record of the log that a stopped member has. */
async function damaged(world: World, fs: Fs, nth: number): Promise<void> {
  const entry = answerOf(readLog(fs)).entries[nth] ?? new Uint8Array(0)
  const at = Buffer.from(contentOf(fs, 'log-000001/00000001')).indexOf(entry) + 20
  const file = answerOf(fs.open('log-000001/00000001', 'write'))
  const [byte = 0] = answerOf(file.read(at, 1))
  answerOf(concat(file.write(at, Uint8Array.of(byte ^ 1)), file.sync(), file.close()))
  await world.advance(0)
}

describe('a member whose log was damaged', () => {
  it.each([0, 1, 2, 3, 4, 5])('without its entry %i gets it back from the others', async (nth) => {
    const world = createWorld({ seed: nth })
    const a = await started(world, world.env('a'))
    const b = await started(world, world.env('b'))
    const c = await started(world, world.env('c'))
    for (const member of [b, c]) await world.settle(member.join('a'))
    for (const [i, member] of [a, b, c, a, b, c].entries())
      await world.settle(member.put(`key ${i}`, i))
    await world.advance(5_000)
    await world.settle(a.stop())
    world.crash('a')
    const env = world.restart('a')
    await damaged(world, env.fs, nth)
    const again = await started(world, env)
    await world.advance(30_000)
    expect([again, b, c].map(({ state }) => state.state)).toEqual(Array(3).fill('operational'))
    for (let i = 0; i < 6; i++) expect(again.get(`key ${i}`)).toBe(i)
    await world.settle(again.put('goes on', 1))
    await world.advance(5_000)
    expect(new Set([again, b, c].map((member) => member.version().hash)).size).toBe(1)
    expect(c.get('goes on')).toBe(1)
  })

  it('goes on with the rest, alone', async () => {
    const world = createWorld({ seed: 1 })
    const a = await started(world, world.env('a'))
    for (let i = 0; i < 6; i++) await world.settle(a.put(`key ${i}`, i))
    await world.settle(a.stop())
    world.crash('a')
    const env = world.restart('a')
    await damaged(world, env.fs, 4)
    const again = await started(world, env)
    expect([again.get('key 2'), again.state.state]).toEqual([2, 'operational'])
    await world.settle(again.put('goes on', 1))
    expect(again.get('goes on')).toBe(1)
  })
})
