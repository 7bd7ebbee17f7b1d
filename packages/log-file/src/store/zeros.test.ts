import type { Fs, Recovered } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { concat } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { commitHeadBytes, encodeCommit, recordBytes, recordsAt } from '../format/index.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'

const mebibyte = 1_048_576
const path = 'log-000001/00000001'

/** In one segment of 16 MiB; killed in the moment the last one is durable, before a mark says so. */
function killedWith(entries: readonly Uint8Array[]): Fs {
  const world = createWorld({ seed: 1 })
  const log = fileLog(world.env('a').fs)
  answerOf(log.open())
  answerOf(log.start(identityOf(1)))
  const kill = (): void => world.crash('a', { lose: 'none' })
  log.append(entries).subscribe({ complete: kill })
  return world.restart('a').fs
}

const opened = (fs: Fs): Recovered => answerOf(fileLog(fs).open())

describe('zeros at the end of a segment', () => {
  it('are the end of the last entry as far as it says so', () => {
    for (const zeros of [1, mebibyte, 3 * mebibyte, 14 * mebibyte]) {
      const entry = new Uint8Array(100 + zeros).fill(7, 0, 100)
      const { entries, repairs } = opened(killedWith([entryOf(1, 40), entry]))
      expect(entries.map(({ length }) => length)).toEqual([40, entry.length])
      expect(Buffer.from(entry).equals(entries[1] ?? entryOf(1, 0))).toBe(true)
      expect(repairs).toEqual([])
    }
  })

  it('are not held in memory beside a short log', () => {
    const { entries } = opened(killedWith([entryOf(1, 40)]))
    expect(entries[0]?.buffer.byteLength).toBeLessThanOrEqual(mebibyte)
  })

  it('hide nothing that lies behind them', () => {
    const fs = killedWith([entryOf(1, 40)])
    const file = answerOf(fs.open(path, 'write'))
    answerOf(concat(file.write(9 * mebibyte, entryOf(2, 30)), file.close()))
    const { entries, repairs } = opened(fs)
    expect(entries.map(({ length }) => length)).toEqual([40])
    expect(repairs).toEqual([expect.stringContaining('cut')])
  })

  it('may be the end of what begins a commit: all before it was durable', () => {
    const headAt = mebibyte - commitHeadBytes + 1
    const entries = Array.from({ length: 255 }, (_, i) => entryOf(i, 40))
    const length = headAt - recordsAt - commitHeadBytes - 255 * recordBytes(entryOf(0, 40))
    const fs = killedWith([...entries, entryOf(255, length - recordBytes(new Uint8Array(0)))])
    const header = { segment: 1, entriesBefore: 0, identity: identityOf(1) }
    const file = answerOf(fs.open(path, 'write'))
    const torn = encodeCommit([], { header, number: 256 })
    expect(torn.at(-1)).toBe(0)
    const rotten = new Uint8Array(8).fill(255)
    answerOf(concat(file.write(headAt, torn), file.write(recordsAt + 40, rotten), file.close()))
    expect(endOf(fileLog(fs).open()).error).toMatchObject({ code: 'damaged' })
  })
})
