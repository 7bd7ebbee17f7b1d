import { describe, it } from 'vitest'
import { fsContract, verify } from '@quorate/conformance'
import type { FsHarness } from '@quorate/conformance'
import type { CrashOptions } from '../points/index.ts'
import type { Range } from '../random.ts'
import { createWorld } from '../world.ts'

interface Setting {
  readonly seed: number
  readonly crash?: CrashOptions
  readonly latencyMs?: Range
}

/** A machine's disk; each `create` is from the process of the moment. */
const onDisk =
  ({ seed, crash = {}, latencyMs }: Setting) =>
  (): FsHarness => {
    const world = createWorld({ seed })
    let { fs } = world.env('a')
    if (latencyMs !== undefined) world.disk('a', { latencyMs })
    return {
      create: () => fs,
      until: (condition) =>
        world.until(condition, { withinMs: 1_000 }).then(
          () => true,
          () => false,
        ),
      crash: () => {
        world.crash('a', crash)
        fs = world.restart('a').fs
        return Promise.resolve()
      },
      fill: () => world.disk('a', { capacityBytes: 0 }),
      breakDown: (what) => world.disk('a', { [`${what}Errors`]: 1 }),
      close: () => Promise.resolve(),
    }
  }

const contract = fsContract(['crash', 'full', 'io-failure'])

describe('a disk that answers at once', () => {
  for (const contractCase of contract) {
    it(contractCase.name, () => verify(contractCase, onDisk({ seed: 1 })))
  }
})

describe.each([1, 2, 3, 4, 5])('a disk that takes its time and tears writes, seed %i', (seed) => {
  const setting = { seed, crash: { torn: true }, latencyMs: { min: 0, max: 5 } }
  for (const contractCase of contract) {
    it(contractCase.name, () => verify(contractCase, onDisk(setting)))
  }
})

describe('a disk whose process is killed', () => {
  for (const contractCase of contract) {
    const setting: Setting = { seed: 1, crash: { lose: 'none' } }
    it(contractCase.name, () => verify(contractCase, onDisk(setting)))
  }
})
