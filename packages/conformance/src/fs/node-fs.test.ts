/** Does the suite ask for what a real disk does? Node's own file system passes it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@quorate/core'
import { describe, it } from 'vitest'
import { verify } from '../contract.ts'
import { waitingOn } from '../waiting.ts'
import { fsContract } from './fs-contract.ts'
import { NodeFs } from './node-fs.fixture.ts'
import type { FsHarness } from './place.ts'

function onRealDisk(): FsHarness {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-fs-'))
  const place = join(folder, 'place')
  mkdirSync(place)
  const made: NodeFs[] = []
  const create = (): NodeFs => {
    const fs = new NodeFs(place)
    made.push(fs)
    return fs
  }
  return {
    create,
    until: waitingOn(systemClock(), { deadlineMs: 10_000 }),
    close: async () => {
      for (const fs of made) await fs.end()
      rmSync(folder, { recursive: true })
    },
  }
}

describe('a real disk', () => {
  for (const contractCase of fsContract()) {
    it(contractCase.name, () => verify(contractCase, onRealDisk))
  }
})
