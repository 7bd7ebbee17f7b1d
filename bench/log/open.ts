/**
 * [log-open]: how fast a log in files is opened: every entry read, its checksum verified, and
 * handed out. The limit is reading the files and doing nothing with them. Also what an entry takes
 * on the disk beside its own bytes.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileLog } from '@quorate/log-file'
import { lastValueFrom } from 'rxjs'
import type { Benchmark, Effort, Figure } from '../figure.ts'
import { operations, perSecond, sideBySide, spreadIn, spreadOf } from '../measure.ts'
import { done, entryBytes, entryOf, identity } from './folder.ts'
import { batch, inAllSizes, rateWanted } from './sizes.ts'

export const logOpen: Benchmark = { name: 'log-open', area: 'log', run: inAllSizes(ofSize) }

async function ofSize(folder: string, size: number, effort: Effort): Promise<readonly Figure[]> {
  const count = operations(size, effort)
  await filled(folder, count)
  // Code is compiled for what it does most, and what plain reading leaves behind is not ours.
  for (let i = 0; i < warmUps; i++) await opened(folder, count)
  const turns = await sideBySide({ open: () => opened(folder, count) }, effort)
  const plain = await sideBySide({ read: () => readPlainly(folder, count) }, effort)
  const name = `log-open/${size}`
  const rate: Figure = {
    name,
    ...spreadIn(turns, 'open'),
    unit: 'entries/s',
    target: { is: 'at-least', value: rateWanted },
    note: `opening a log of ${count} entries of ${entryBytes} bytes`,
  }
  const time: Figure = {
    name: `${name}/time`,
    ...spreadOf(turns.map(({ open }) => (count * 1_000) / open)),
    unit: 'ms',
    target: undefined,
    note: 'the same as a duration',
  }
  const limit: Figure = {
    name: `${name}/limit`,
    ...spreadIn(plain, 'read'),
    unit: 'entries/s',
    target: undefined,
    note: 'reading the same files, and nothing else',
  }
  const bytes: Figure = {
    name: `${name}/bytes`,
    ...spreadOf([bytesIn(folder) / count]),
    unit: 'bytes/entry',
    target: undefined,
    note: `of all files, for an entry of ${entryBytes}; the last file is not full`,
  }
  return [rate, time, limit, bytes]
}

/** Openings before it is measured. */
const warmUps = 4

async function filled(folder: string, count: number): Promise<void> {
  const log = fileLog(folder)
  await done(log.open())
  await done(log.start(identity))
  for (let from = 0; from < count; from += batch) {
    const length = Math.min(batch, count - from)
    await done(log.append(Array.from({ length }, (_, i) => entryOf(from + i))))
  }
  await done(log.close())
}

async function opened(folder: string, count: number): Promise<number> {
  const log = fileLog(folder)
  const begin = performance.now()
  const { entries } = await lastValueFrom(log.open())
  const rate = perSecond(count, performance.now() - begin)
  await done(log.close())
  if (entries.length !== count) throw new Error(`${entries.length} of ${count} entries came back`)
  return rate
}

function readPlainly(folder: string, count: number): number {
  const begin = performance.now()
  for (const path of filesIn(folder)) readFileSync(path)
  return perSecond(count, performance.now() - begin)
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())

const bytesIn = (folder: string): number =>
  filesIn(folder).reduce((sum, path) => sum + statSync(path).size, 0)
