import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logStoreContract, verify, waitingOn } from '@quorate/conformance'
import type { LogStoreHarness } from '@quorate/conformance'
import { systemClock } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { CrashOptions } from '@quorate/transport-memory'
import { describe, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import type { FileLogOptions } from './options.ts'

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
