import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { seenOnSmallFileSystem, wayToMount } from './small-file-system.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorate-full-'))
afterAll(() => rmSync(folder, { recursive: true }))

const cannot = 'NOT TESTED: no small file system can be mounted here (unshare, mount -t tmpfs)'

describe('a member on a real file system that is full', { timeout: 120_000 }, () => {
  it('is refused, keeps its state, and goes on when there is room again', (context) => {
    const way = wayToMount(folder)
    if (way === undefined) {
      console.error(cannot)
      return context.skip(cannot)
    }
    const seen = seenOnSmallFileSystem(way, folder)
    expect(seen.unfounded).toEqual({ code: 'store-full', isTyped: true, left: 0 })
    expect(seen.written).toBeGreaterThan(100)
    expect(seen.refusal).toMatchObject({ isTyped: true, code: 'store-full' })
    expect(seen.refusal.detail).toMatch(/ENOSPC|no space/)
    expect(seen).toMatchObject({ state: 'degraded', reasons: ['store-full'] })
    expect(seen).toMatchObject({ unread: 0, isRefusedRead: false })
    expect(seen).toMatchObject({ stateAfter: 'operational', writtenAfter: 3, lost: 0 })
    expect(seen.startedWhileFull).toBe('started')
    expect(readdirSync(folder)).toEqual([])
  })
})
