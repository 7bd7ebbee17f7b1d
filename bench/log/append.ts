/**
 * [log-append]: durable appends to a log in files, by one writer that waits for each, and by 64 at
 * once. The limit is what the disk does: as many bytes written in place and synced, once for each
 * append of the one, once for every 64 of the others, on a file that has its length.
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
const appendsPerTurn = { alone: 600, many: 100 }
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
    note: 'as many bytes by write and fdatasync, and nothing else',
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
  readonly written: (together: number, count: number) => Promise<void>
  readonly close: () => void
}

const writeAt = promisify(write)
const synced = promisify(fdatasync)

function plainFile(path: string): PlainFile {
  writeFileSync(path, new Uint8Array(fileBytes), { flush: true })
  const file = openSync(path, 'r+')
  let at = 0
  return {
    written: async (together, count) => {
      const bytes = new Uint8Array(recordBytes * together)
      for (let i = 0; i < count; i++) {
        at = at + bytes.length > fileBytes ? 0 : at
        await writeAt(file, bytes, 0, bytes.length, at)
        await synced(file)
        at += bytes.length
      }
    },
    close: () => closeSync(file),
  }
}
