import { createWorld } from '@quorate/transport-memory'
import type { World } from '@quorate/transport-memory'
import { FsError } from '@quorate/core'
import type { Fs, LogStore, Recovered } from '@quorate/core'
import { concat, mergeMap } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'

const checkpoint = entryOf(7, 300)
const file = 'log-000001/checkpoint'

/** A log of two entries with a checkpoint beside it, closed. */
function written(): { readonly world: World; readonly fs: Fs } {
  const world = createWorld({ seed: 1 })
  const { fs } = world.env('a')
  const log = opened(fs).log
  answerOf(log.start(identityOf(1)))
  answerOf(log.append([entryOf(1, 10), entryOf(2, 20)]))
  answerOf(log.saveCheckpoint(checkpoint))
  answerOf(log.close())
  return { world, fs }
}

function opened(fs: Fs): { readonly log: LogStore; readonly recovered: Recovered } {
  const log = fileLog(fs, { segmentBytes: 20_000 })
  return { log, recovered: answerOf(log.open()) }
}

/** What an opening finds when the checkpoint's file is this. */
function found(fs: Fs, image: Uint8Array): Recovered {
  const replaced = fs
    .open(file, 'write')
    .pipe(mergeMap((to) => concat(to.truncate(0), to.write(0, image), to.sync(), to.close())))
  answerOf(concat(replaced))
  const { log, recovered } = opened(fs)
  answerOf(log.close())
  return recovered
}

const imageOf = (fs: Fs): Uint8Array =>
  answerOf(fs.open(file, 'read').pipe(mergeMap((from) => from.read(0, 10_000))))

/** How what was asked for ended, in order. */
function listening(): { said: string[]; tell: (what: string) => object } {
  const said: string[] = []
  const tell = (what: string): object => ({
    complete: () => said.push(what),
    error: () => said.push(`${what} refused`),
  })
  return { said, tell }
}

describe('a checkpoint beside a log in files', () => {
  it('with any one bit flipped, or of any length, is none, and the log is whole', () => {
    const { fs } = written()
    const image = imageOf(fs)
    expect(found(fs, image).checkpoint).toEqual(checkpoint)
    const bad = [
      ...Array.from(image, (_, length) => image.subarray(0, length)),
      Uint8Array.of(...image, 0),
      ...Array.from({ length: image.length * 8 }, (_, bit) =>
        image.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
      ),
    ]
    for (const each of bad) {
      const { checkpoint: none, entries, repairs } = found(fs, each)
      expect([none, entries.length, repairs.length]).toEqual([undefined, 2, 0])
    }
  })

  it('that has no room or fails is told, and appends go on', () => {
    const { world, fs } = written()
    const { log } = opened(fs)
    for (const faults of [{ capacityBytes: 0 }, { writeErrors: 1 }, { syncErrors: 1 }]) {
      const mend = world.disk('a', faults)
      expect(endOf(log.saveCheckpoint(entryOf(8, 300))).error).toBeInstanceOf(FsError)
      mend()
      expect(endOf(log.append([entryOf(3, 10)])).isDone).toBe(true)
    }
    answerOf(log.close())
    const again = opened(fs)
    expect(again.recovered.checkpoint).toEqual(checkpoint)
    expect(again.recovered.entries.length).toBe(5)
    expect(endOf(again.log.saveCheckpoint(entryOf(9, 300))).isDone).toBe(true)
  })

  it('is kept one at a time, the newest next, beside appends, and closing waits for it', () => {
    const { world, fs } = written()
    const { log } = opened(fs)
    const quicken = world.disk('a', { latencyMs: { min: 5, max: 5 } })
    const { said, tell } = listening()
    log.saveCheckpoint(entryOf(8, 300)).subscribe(tell('kept'))
    log.saveCheckpoint(entryOf(9, 300)).subscribe(tell('second'))
    log.saveCheckpoint(entryOf(10, 300)).subscribe(tell('third'))
    log.append([entryOf(3, 10)]).subscribe(tell('appended'))
    log.close().subscribe(tell('closed'))
    world.run(1_000)
    quicken()
    expect(said).toEqual(['second refused', 'appended', 'kept', 'third', 'closed'])
    expect(opened(fs).recovered.checkpoint).toEqual(entryOf(10, 300))
  })

  it('is refused while its log is replaced, and kept beside the next one from then on', () => {
    const { world, fs } = written()
    const { log } = opened(fs)
    const quicken = world.disk('a', { latencyMs: { min: 5, max: 5 } })
    const { said, tell } = listening()
    const keep = (n: number): void => {
      log.saveCheckpoint(entryOf(n, 300)).subscribe(tell(`checkpoint ${n}`))
    }
    keep(8)
    log.append([entryOf(3, 10)]).subscribe({ complete: () => keep(10) })
    log.start(identityOf(2), [entryOf(1, 10)]).subscribe({ complete: () => keep(11) })
    keep(9)
    world.run(1_000)
    quicken()
    const refused = ['checkpoint 9 refused', 'checkpoint 10 refused']
    expect(said).toEqual([...refused, 'checkpoint 8', 'checkpoint 11'])
    answerOf(log.close())
    const { recovered } = opened(fs)
    expect([recovered.identity, recovered.checkpoint]).toEqual([identityOf(2), entryOf(11, 300)])
    expect(imageOf(fs).subarray(-300)).toEqual(entryOf(8, 300))
  })

  it('is not kept by a store that is not open, or has no log', () => {
    const { fs } = createWorld({ seed: 2 }).env('a')
    const log = fileLog(fs)
    expect(endOf(log.saveCheckpoint(checkpoint)).error).toBeInstanceOf(Error)
    answerOf(log.open())
    expect(endOf(log.saveCheckpoint(checkpoint)).error).toBeInstanceOf(Error)
  })
})
