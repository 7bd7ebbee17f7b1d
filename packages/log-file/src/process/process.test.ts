import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupLog, fileLog, readLog } from '../file-log.ts'
import { Child, childEntry } from './child.fixture.ts'

describe('processes and their logs', { timeout: 180_000 }, () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quorate-process-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const opened = async (): Promise<readonly string[]> => {
    const log = fileLog(folder)
    const { entries } = await lastValueFrom(log.open())
    await lastValueFrom(log.close(), { defaultValue: undefined })
    return entries.map((bytes) => new TextDecoder().decode(bytes))
  }

  it('exclude each other, tell who holds the folder, and let it go however they end', async () => {
    const child = new Child(folder, 0)
    expect(await child.line()).toBe('open 0')
    await expect(lastValueFrom(fileLog(folder).open())).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`is held by process ${child.pid}`),
    })
    await child.kill()
    expect(await opened()).toEqual([])
  })

  it('are backed up while they write: what they had told is in it, and nothing half', async () => {
    const child = new Child(folder, 8)
    expect(await child.line()).toBe('open 0')
    for (let n = 1; n <= 4; n++) {
      const told: number[] = []
      while (told.length < n * 20)
        told.push(Number((await child.line())?.replace('told ', '') ?? 'nothing'))
      const target = `${folder}-backup-${n}`
      const { entries } = await lastValueFrom(backupLog(folder, target))
      const copy = await lastValueFrom(readLog(target))
      rmSync(target, { recursive: true })
      const texts = copy.entries.map((bytes) => new TextDecoder().decode(bytes))
      expect([texts.length, copy.damage]).toEqual([entries, undefined])
      expect(texts).toEqual(texts.map((_, i) => childEntry(i)))
      expect(entries).toBeGreaterThan(Math.max(...told))
    }
    await child.kill()
  })

  it.each([1, 16])('lose nothing they told when they are killed, %i writers', async (writers) => {
    let found: readonly string[] = []
    for (const lines of [1, 10, 60, 25]) {
      const child = new Child(folder, writers)
      expect(await child.line()).toBe(`open ${found.length}`)
      const told: number[] = []
      const take = (line: string | undefined): boolean => {
        if (line !== undefined) told.push(Number(line.replace('told ', '')))
        return line !== undefined
      }
      while (told.length < lines && take(await child.line()));
      const { damage } = await lastValueFrom(readLog(folder))
      expect(damage).toBe(undefined)
      await child.kill()
      while (take(await child.line()));
      found = await opened()
      expect(found).toEqual(found.map((_, n) => childEntry(n)))
      expect(found.length).toBeGreaterThan(Math.max(...told))
    }
  })
})
