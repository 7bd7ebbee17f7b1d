import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ClusterId, Fs, LogIdentity, StoreId } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { concat } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog, readLog } from '../file-log.ts'
import { answerOf } from './answers.fixture.ts'
import { recordsAt } from '../format/index.ts'

/** The file that `docs/log-format.md` takes apart; it never changes. */
const path = fileURLToPath(new URL('../../../../docs/log-format-v1.segment', import.meta.url))
const identity: LogIdentity = {
  store: '00112233445566778899aabbccddeeff' as StoreId,
  cluster: 'ffeeddccbbaa99887766554433221100' as ClusterId,
}
const entries = ['', 'a', 'hello'].map((text) => new TextEncoder().encode(text))
const options = { segmentBytes: recordsAt + 128 }

const emptyDisk = (): Fs => createWorld({ seed: 1 }).env('a').fs

function written(): Uint8Array {
  const fs = emptyDisk()
  const log = fileLog(fs, options)
  answerOf(log.open())
  answerOf(log.start(identity))
  answerOf(log.append(entries.slice(0, 2)))
  answerOf(log.append(entries.slice(2)))
  answerOf(log.close())
  const file = answerOf(fs.open('log-000001/00000001', 'read'))
  return answerOf(file.read(0, answerOf(file.size())))
}

describe('version 1 of the format', () => {
  const bytes = new Uint8Array(readFileSync(path))

  it('is written as it always was', () => {
    expect(Buffer.from(written()).equals(bytes)).toBe(true)
  })

  it('is read as it always was', () => {
    const fs = emptyDisk()
    answerOf(fs.makeFolder('log-000001'))
    const file = answerOf(fs.open('log-000001/00000001', 'create'))
    answerOf(concat(file.write(0, bytes), file.close()))
    expect(answerOf(readLog(fs))).toMatchObject({ identity, entries, damage: undefined })
    const recovered = answerOf(fileLog(fs, options).open())
    expect(recovered).toEqual({ identity, entries, repairs: [] })
  })
})
