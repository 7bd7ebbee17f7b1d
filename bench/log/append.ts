/**
 * [log-append]: durable appends to a log in files, by one writer that waits for each, and by 64 at
 * once. The limit is what the disk does: a plain file that has its length, whose writers hand over
 * as many bytes each and wait; all that wait are one write and one sync.
 */
import { fdatasync, openSync, closeSync, write, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LogStore } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import type { Benchmark, Effort, Figure } from '../figure.ts'
import { operations, perSecond, ratioIn, sideBySide, spreadIn } from '../measure.ts'
import { done, entryBytes, entryOf, identity, withFolder } from './folder.ts'

const writersMany = 64
/** By each writer, in a turn. */
const appendsPerTurn = { alone: 2_000, many: 100 }
const shareWanted = 0.8
const fileBytes = 16 * 1_024 * 1_024
const recordBytes = entryBytes + 9

export const logAppend: Benchmark = {
  name: 'log-append',
  area: 'log',
  run: (effort) =>
    withFolder(async (folder) => {
      const log = fileLog(join(folder, 'log'))
      await done(log.open())
      await done(log.start(identity))
      const plain = plainFile(join(folder, 'plain'))
      const alone = await figures({ log, plain, writers: 1 }, effort)
      const many = await figures({ log, plain, writers: writersMany }, effort)
      await done(log.close())
      plain.close()
      return [...alone, ...many]
    }),
}

interface Competitors {
  readonly log: LogStore
  readonly plain: PlainFile
  readonly writers: number
}

async function figures(all: Competitors, effort: Effort): Promise<readonly Figure[]> {
  const { log, plain, writers } = all
  const each = writers === 1 ? appendsPerTurn.alone : appendsPerTurn.many
  const count = operations(each, effort)
  const turns = await sideBySide(
    {
      log: () => rateOf(count * writers, () => appended(log, writers, count)),
      plain: () => rateOf(count * writers, () => plain.written(writers, count)),
    },
    effort,
  )
  const name = writers === 1 ? 'log-append' : `log-append/${writers}`
  const who = writers === 1 ? 'one writer' : `${writers} writers`
  const share: Figure = {
    name,
    ...ratioIn(turns, 'log', 'plain'),
    unit: 'of the limit',
    target: { is: 'at-least', value: shareWanted },
    note: `entries of ${entryBytes} bytes, durable, ${who}`,
  }
  const rate: Figure = {
    name: `${name}/rate`,
    ...spreadIn(turns, 'log'),
    unit: 'entries/s',
    target: undefined,
    note: 'the same as a rate',
  }
  const limit: Figure = {
    name: `${name}/limit`,
    ...spreadIn(turns, 'plain'),
    unit: 'entries/s',
    target: undefined,
    note: 'as many bytes, by write and fdatasync of what waits together',
  }
  return [share, rate, limit]
}

async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return perSecond(count, performance.now() - begin)
}

/** Each writer appends again as soon as its last append is durable. */
const appended = (log: LogStore, writers: number, count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: writers }, (_, writer) => {
      const { promise, resolve, reject } = withResolvers()
      const next = (left: number): void => {
        if (left === 0) return resolve()
        log.append([entryOf(writer)]).subscribe({ complete: () => next(left - 1), error: reject })
      }
      next(count)
      return promise
    }),
  )

interface Resolvers {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

function withResolvers(): Resolvers {
  let settle: Pick<Resolvers, 'resolve' | 'reject'> | undefined
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  const { resolve = () => undefined, reject = () => undefined } = settle ?? {}
  return { promise, resolve, reject }
}

interface PlainFile {
  /** So many writers, each of which writes so often and waits each time. */
  readonly written: (writers: number, count: number) => Promise<unknown>
  readonly close: () => void
}

const writeAt = promisify(write)
const synced = promisify(fdatasync)

function plainFile(path: string): PlainFile {
  writeFileSync(path, new Uint8Array(fileBytes), { flush: true })
  const file = openSync(path, 'r+')
  let at = 0
  let waiting: { readonly record: Uint8Array; readonly resolve: () => void }[] = []
  let isWriting = false
  const together = async (): Promise<void> => {
    isWriting = true
    while (waiting.length > 0) {
      const now = waiting
      waiting = []
      const bytes = Buffer.concat(now.map(({ record }) => record))
      at = at + bytes.length > fileBytes ? 0 : at
      await writeAt(file, bytes, 0, bytes.length, at)
      await synced(file)
      at += bytes.length
      for (const { resolve } of now) resolve()
    }
    isWriting = false
  }
  const append = (record: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ record, resolve })
      if (!isWriting) void together()
    })
  const writer = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await append(new Uint8Array(recordBytes).fill(i))
  }
  return {
    written: (writers, count) => Promise.all(Array.from({ length: writers }, () => writer(count))),
    close: () => closeSync(file),
  }
}
