import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logStoreContract, verify, waitingOn } from '@quorate/conformance'
import type { LogStoreHarness } from '@quorate/conformance'
import { FsError, systemClock } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { CrashOptions } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { entryBytesMax, recordBytes, recordsBytesMax } from '../format/index.ts'
import { firstSegment } from '../writing/index.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import type { FileLogOptions } from './options.ts'
import { identityOf } from './witness.fixture.ts'

interface Setting {
  readonly seed: number
  readonly crash?: CrashOptions
  readonly latencyMs?: { readonly min: number; readonly max: number }
  readonly segmentBytes?: number
}

/** A log on a machine's disk; each `create` is from the process of the moment. */
const onSimulatedDisk =
  ({ seed, crash = {}, latencyMs, segmentBytes = 16_384 }: Setting) =>
  (): LogStoreHarness => {
    const world = createWorld({ seed })
    let { fs } = world.env('a')
    if (latencyMs !== undefined) world.disk('a', { latencyMs })
    let mend = (): void => {}
    return {
      create: () => {
        mend()
        return fileLog(fs, { segmentBytes })
      },
      until: (condition) =>
        world.until(condition, { withinMs: 10_000 }).then(
          () => true,
          () => false,
        ),
      crash: () => {
        world.crash('a', crash)
        fs = world.restart('a').fs
        return Promise.resolve()
      },
      failNextWrite: () => {
        mend = world.disk('a', { writeErrors: 1 })
      },
      fill: () => world.disk('a', { capacityBytes: 300_000 }),
      close: () => Promise.resolve(),
    }
  }

const onRealDisk = (options?: FileLogOptions) => (): LogStoreHarness => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-log-'))
  return {
    create: () => fileLog(join(folder, 'deep', 'log'), options),
    until: waitingOn(systemClock(), { deadlineMs: 10_000 }),
    close: () => Promise.resolve(rmSync(folder, { recursive: true })),
  }
}

const contract = logStoreContract(['crash', 'write-failure', 'full'])

describe('a log on a disk that answers at once', () => {
  for (const contractCase of contract) {
    it(contractCase.name, () => verify(contractCase, onSimulatedDisk({ seed: 1 })))
  }
})

describe.each([1, 2, 3, 4, 5])('a log on a disk that takes its time, seed %i', (seed) => {
  const setting = { seed, crash: { torn: true }, latencyMs: { min: 0, max: 5 } }
  for (const contractCase of contract) {
    it(contractCase.name, () => verify(contractCase, onSimulatedDisk(setting)))
  }
})

describe('a log whose process is killed', () => {
  for (const contractCase of contract) {
    const setting: Setting = { seed: 1, crash: { lose: 'none' } }
    it(contractCase.name, () => verify(contractCase, onSimulatedDisk(setting)))
  }
})

describe.each([undefined, { segmentBytes: 20_000 }])('a log on a real disk, %j', (options) => {
  for (const contractCase of logStoreContract()) {
    it(contractCase.name, () => verify(contractCase, onRealDisk(options)))
  }
})

describe('more than a segment can have', () => {
  // One array, many times: 4 GiB that take 16 MiB.
  const large = new Uint8Array(entryBytesMax)
  const fitting = Math.floor(recordsBytesMax / recordBytes(large))
  const tooMany = Array.from({ length: fitting + 1 }, () => large)

  it('is refused to be appended at once, before any of it is written', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    const store = fileLog(fs)
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    expect(endOf(store.append(tooMany)).error).toMatchObject({ code: 'invalid' })
    answerOf(store.close())
    expect(answerOf(store.open()).entries).toEqual([])
  })

  it('is refused to begin a log, and the log before goes on', () => {
    const { fs } = createWorld({ seed: 1 }).env('a')
    const store = fileLog(fs)
    answerOf(store.open())
    answerOf(store.start(identityOf(1)))
    expect(endOf(store.start(identityOf(2), tooMany)).error).toMatchObject({ code: 'invalid' })
    expect(endOf(store.append([new Uint8Array(1)])).isDone).toBe(true)
    expect(() => firstSegment({ identity: identityOf(3), entries: tooMany }, 1)).toThrow(FsError)
  })
})
