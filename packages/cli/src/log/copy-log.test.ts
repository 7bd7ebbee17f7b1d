import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMember } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { createWorld } from '@quorate/transport-memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saying } from '../commands/saying.fixture.ts'

const home = mkdtempSync(join(tmpdir(), 'quorate-copy-'))
const at = (name: string): string => join(home, name)
afterAll(() => rmSync(home, { recursive: true }))

const log = (...args: readonly string[]) => saying('log', args)
const startedOn = (folder: string, seed: number) =>
  createMember({
    ...createWorld({ seed }).env('a'),
    secret: 'only members know',
    log: fileLog(folder),
  })

beforeAll(async () => {
  const member = await startedOn(at('a'), 1)
  await member.put('greeting', 'hello')
  await member.stop()
})

describe('quorate log', () => {
  it('backs up a log, shows and verifies the backup, and makes a log of it', async () => {
    const backup = await log('backup', at('a'), at('backup'))
    expect([backup.code, backup.complaints]).toEqual([0, ''])
    expect(backup.said[0]).toMatch(/backup: 2 entries of store [0-9a-f]{32}, cluster [0-9a-f]{32}$/)
    expect((await log(at('backup'))).said.length).toBe(2)
    expect((await log('verify', at('backup'))).said.at(-1)).toContain('clock holds')
    const restore = await log('restore', at('backup'), at('b'))
    expect([restore.code, restore.complaints]).toEqual([0, ''])
    expect(restore.said[0]).toMatch(/b: 4 entries, store [0-9a-f]{32}, cluster /)
    expect(restore.said[1]).toMatch(/^it goes on in the place of store [0-9a-f]{32}$/)
    expect((await log('verify', at('b'))).said.at(-1)).toContain('clock holds')
    const member = await startedOn(at('b'), 2)
    expect([member.get('greeting'), member.state.state]).toEqual(['hello', 'operational'])
    await member.stop()
  })

  it('sets aside the log of the folder that it restores into', async () => {
    await log('backup', at('a'), at('another'))
    const restore = await log('restore', at('another'), at('a'))
    expect(restore.said.at(-1)).toBe('log-000001 was there, and is set aside')
    expect(readdirSync(at('a'))).toContain('log-000002')
  })

  it.each([
    ['backup', 'nowhere', 'x', 'cannot back up'],
    ['restore', 'nowhere', 'x', 'cannot restore'],
  ])('%s %s: says what is wrong', async (kind, from, to, says) => {
    const { code, complaints } = await log(kind, at(from), at(to))
    expect(code).toBe(1)
    expect(complaints).toContain(`${says} ${at(from)} to ${at(to)}: `)
  })

  it.each([
    ['backup', 'a'],
    ['restore', 'a', 'b', 'c'],
    ['backup', 'a', 'b', '--json'],
  ])('%s %s: wrong arguments', async (...words) => {
    expect((await log(...words)).code).toBe(2)
  })
})
