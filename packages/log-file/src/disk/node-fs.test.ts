import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fsContract, verify, waitingOn } from '@quorate/conformance'
import type { FsHarness } from '@quorate/conformance'
import { systemClock } from '@quorate/core'
import { describe, it } from 'vitest'
import { nodeFs } from './node-fs.ts'

function onRealDisk(): FsHarness {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-fs-'))
  const place = join(folder, 'place')
  mkdirSync(place)
  return {
    create: () => nodeFs(place),
    until: waitingOn(systemClock(), { deadlineMs: 10_000 }),
    close: () => Promise.resolve(rmSync(folder, { recursive: true })),
  }
}

describe('a folder of this machine', () => {
  for (const contractCase of fsContract()) {
    it(contractCase.name, () => verify(contractCase, onRealDisk))
  }
})
