/**
 * [log-start]: how fast a member starts from its log in files: read, with every checksum verified,
 * put in order, and folded from the checkpoint on; and how much memory it then takes for each
 * entry. The log is whole in memory, so that figure is what bounds its length. Beside it stands the
 * same start without a checkpoint, which checks every entry and folds them all; and as the first
 * thing that a new process does, where the code is compiled meanwhile.
 */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileLog } from '@quorate/log-file'
import type { Benchmark, Effort, Figure } from '../figure.ts'
import { operations, perSecond, sideBySide, spreadIn, spreadOf } from '../measure.ts'
import { builtScript } from '../processes/index.ts'
import { done } from './folder.ts'
import { history, historyIdentity } from './history.ts'
import { startOf } from './member-start.ts'
import { memoryTaken } from './memory.ts'
import { batch, inAllSizes, rateWanted } from './sizes.ts'

export const logStart: Benchmark = { name: 'log-start', area: 'log', run: inAllSizes(ofSize) }

async function ofSize(folder: string, size: number, effort: Effort): Promise<readonly Figure[]> {
  const count = operations(size, effort)
  await filled(folder, count)
  const rateOf = (elapsedMs: number): number => perSecond(count, elapsedMs)
  const again = async (): Promise<number> => rateOf(await startOf(folder, count))
  // The first start finds no checkpoint and keeps one; then code is compiled for what it does most.
  for (let i = 0; i <= warmUps; i++) await again()
  const starts = await sideBySide({ start: again }, effort)
  const turns = await sideBySide(
    {
      anew: () => withoutCheckpoint(folder, again),
      first: () => rateOf(firstStart(folder, count)),
      memory: () => memoryOf(folder, count),
    },
    effort,
  )
  const name = `log-start/${size}`
  const note = `a member of ${count} entries, by five authors in turn`
  const rate = { unit: 'entries/s', target: undefined }
  return [
    {
      name,
      ...spreadIn(starts, 'start'),
      unit: 'entries/s',
      target: { is: 'at-least', value: rateWanted },
      note,
    },
    {
      name: `${name}/time`,
      ...spreadOf(starts.map(({ start }) => (count * 1_000) / start)),
      unit: 'ms',
      target: undefined,
      note: 'the same as a duration',
    },
    { name: `${name}/first`, ...spreadIn(turns, 'first'), ...rate, note: 'of a new process' },
    {
      name: `${name}/anew`,
      ...spreadIn(turns, 'anew'),
      ...rate,
      note: 'without a checkpoint: every entry checked and folded',
    },
    {
      name: `${name}/memory`,
      ...spreadIn(turns, 'memory'),
      unit: 'bytes/entry',
      target: undefined,
      note: 'that the process takes with it, its bytes included',
    },
  ]
}

/** Starts before it is measured. */
const warmUps = 4

async function filled(folder: string, count: number): Promise<void> {
  const log = fileLog(folder)
  await done(log.open())
  await done(log.start(historyIdentity))
  let entries: Uint8Array[] = []
  for (const entry of history(count)) {
    entries.push(entry)
    if (entries.length < batch) continue
    await done(log.append(entries))
    entries = []
  }
  await done(log.append(entries))
  await done(log.close())
}

/** Milliseconds of the first start of a process. */
function firstStart(folder: string, count: number): number {
  const script = builtScript(import.meta.url, 'first-start')
  return Number(execFileSync(process.execPath, [script, folder, `${count}`], { encoding: 'utf8' }))
}

/** Collects what is not used any more, after which code runs slower for a while. */
async function memoryOf(folder: string, count: number): Promise<number> {
  const before = memoryTaken()
  let bytes = 0
  await startOf(folder, count, () => (bytes = memoryTaken() - before))
  return bytes / count
}

/** A start that keeps a checkpoint again when it is over. */
async function withoutCheckpoint(folder: string, work: () => Promise<number>): Promise<number> {
  rmSync(join(folder, 'log-000001', 'checkpoint'), { force: true })
  return await work()
}
