import { logStoreContract, verify, waitingOn } from '@quorate/conformance'
import type { LogStoreHarness } from '@quorate/conformance'
import { FsError, systemClock } from '@quorate/core'
import type { ClusterId, StoreId } from '@quorate/core'
import { lastValueFrom } from 'rxjs'
import type { Observable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { smallDisk } from './small-disk.fixture.ts'

const megabyte = 1 << 20
const segmentBytes = 64 * 1_024

const onSmallDisk = (): LogStoreHarness => {
  const disk = smallDisk(4 * megabyte)
  return {
    create: () => fileLog(disk.fs, { segmentBytes }),
    until: waitingOn(systemClock(), { deadlineMs: 10_000 }),
    fill: () => disk.fill(),
    close: () => Promise.resolve(disk.remove()),
  }
}

describe('a log on a file system with little room', () => {
  for (const contractCase of logStoreContract(['full'])) {
    it(contractCase.name, () => verify(contractCase, onSmallDisk))
  }
})

const identity = { store: '1'.repeat(32) as StoreId, cluster: '2'.repeat(32) as ClusterId }

const done = (work: Observable<never>): Promise<unknown> =>
  lastValueFrom(work, { defaultValue: 'done' }).catch((error: unknown) =>
    error instanceof FsError ? error.code : error,
  )

describe('a log that is appended to until nothing more has room', () => {
  it('has all it told when it is opened again, and nothing that takes room in vain', async () => {
    const disk = smallDisk(megabyte)
    const log = fileLog(disk.fs, { segmentBytes })
    const told: number[] = []
    try {
      await lastValueFrom(log.open())
      await done(log.start(identity))
      const entry = (n: number): Uint8Array => new Uint8Array(1_000).fill(n)
      let end = await done(log.append([entry(0)]))
      for (; end === 'done'; end = await done(log.append([entry(told.length)])))
        told.push(told.length)
      expect(end).toBe('full')
      expect(told.length).toBeGreaterThan(500)
      expect(await done(log.append([]))).toBe('full')
      expect(disk.bytes()).toBeLessThanOrEqual(megabyte)
      expect(disk.bytes() % segmentBytes).toBe(0)
      expect(await done(log.close())).toBe('done')
      const again = await lastValueFrom(log.open())
      expect(again.entries.map((bytes) => bytes[0])).toEqual(told.map((n) => n % 256))
      expect(again.repairs).toEqual([])
    } finally {
      await done(log.close())
      disk.remove()
    }
  })
})
