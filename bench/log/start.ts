/**
 * [log-start]: how fast a member starts from its log in files: read, with every checksum verified,
 * put in order, and folded from the checkpoint on; and how much memory it then takes for each
 * entry. The log is whole in memory, so that figure is what bounds its length. Beside it stands the
 * same start without a checkpoint, which checks every entry and folds them all.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Address, Member, Transport } from '@quorate/core'
import { createMember } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { EMPTY, NEVER } from 'rxjs'
import type { Benchmark, Effort, Figure } from '../figure.ts'
import { operations, perSecond, sideBySide, spreadIn, spreadOf } from '../measure.ts'
import { done } from './folder.ts'
import { history, historyIdentity, historyName } from './history.ts'
import { memoryTaken } from './memory.ts'
import { batch, inAllSizes, rateWanted } from './sizes.ts'

export const logStart: Benchmark = { name: 'log-start', area: 'log', run: inAllSizes(ofSize) }

async function ofSize(folder: string, size: number, effort: Effort): Promise<readonly Figure[]> {
  const count = operations(size, effort)
  await filled(folder, count)
  // The first start finds no checkpoint and keeps one.
  await started(folder, count)
  const memory: number[] = []
  const turns = await sideBySide(
    {
      start: () => started(folder, count, (bytes) => memory.push(bytes)),
      anew: () => withoutCheckpoint(folder, () => started(folder, count)),
    },
    effort,
  )
  const name = `log-start/${size}`
  const note = `a member of ${count} entries, by five authors in turn`
  return [
    {
      name,
      ...spreadIn(turns, 'start'),
      unit: 'entries/s',
      target: { is: 'at-least', value: rateWanted },
      note,
    },
    {
      name: `${name}/time`,
      ...spreadOf(turns.map(({ start }) => (count * 1_000) / start)),
      unit: 'ms',
      target: undefined,
      note: 'the same as a duration',
    },
    {
      name: `${name}/anew`,
      ...spreadIn(turns, 'anew'),
      unit: 'entries/s',
      target: undefined,
      note: 'without a checkpoint: every entry checked and folded',
    },
    {
      name: `${name}/memory`,
      ...spreadOf(memory.slice(-turns.length)),
      unit: 'bytes/entry',
      target: undefined,
      note: 'that the process takes with it, its bytes included',
    },
  ]
}

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

const silent: Transport = {
  address: 'at.a' as Address,
  capabilities: { broadcast: false, unreachable: false },
  maxFrameBytes: 1_048_576,
  frames$: NEVER,
  status$: NEVER,
  unreachable$: NEVER,
  open: () => EMPTY,
  close: () => EMPTY,
  send: () => undefined,
  broadcast: () => 'not-connected',
}

async function started(
  folder: string,
  count: number,
  onMemory: (bytesPerEntry: number) => void = () => undefined,
): Promise<number> {
  const before = memoryTaken()
  const begin = performance.now()
  const member = await createMember({
    name: historyName,
    secret: 'secret-of-a-benchmark',
    transport: silent,
    log: fileLog(folder),
  })
  const rate = perSecond(count, performance.now() - begin)
  onMemory((memoryTaken() - before) / count)
  await stopped(member, count)
  return rate
}

async function stopped(member: Member, count: number): Promise<void> {
  const last = member.get(`key ${(count - 1) % 200}`)
  await member.stop()
  if (last !== `value ${count - 1}`) throw new Error('the last value is not that of the log')
}

/** A start that keeps a checkpoint again when it is over. */
async function withoutCheckpoint(folder: string, work: () => Promise<number>): Promise<number> {
  rmSync(join(folder, 'log-000001', 'checkpoint'), { force: true })
  return await work()
}
