import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMember, type LogStore } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { createWorld, MemoryLogStore } from '@quorate/transport-memory'
import { lastValueFrom } from 'rxjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saying } from './saying.fixture.ts'

const home = mkdtempSync(join(tmpdir(), 'quorate-log-'))
const folder = join(home, 'a')
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** A member that puts something, with this log. */
async function kept(store: LogStore): Promise<void> {
  const world = createWorld({ seed: 1 })
  const member = await createMember({ ...world.env('a'), secret: 'only members know', log: store })
  await member.put('greeting', 'hello')
  await member.put('bytes', new Uint8Array([1, 2]))
  await member.stop()
}

beforeAll(() => kept(fileLog(folder, { segmentBytes: 20_000 })))

const log = (...args: readonly string[]) => saying('log', args)

/** Another folder with a log of these entries. */
async function written(name: string, entries: readonly Uint8Array[]): Promise<string> {
  const store = fileLog(join(home, name), { segmentBytes: 20_000 })
  const done = { defaultValue: undefined }
  await lastValueFrom(store.open())
  const identity = { store: '1'.repeat(32), cluster: '2'.repeat(32) } as never
  await lastValueFrom(store.start(identity), done)
  await lastValueFrom(store.append(entries), done)
  await lastValueFrom(store.close(), done)
  return join(home, name)
}

async function entriesKept(): Promise<readonly Uint8Array[]> {
  const store = new MemoryLogStore()
  await kept(store)
  return (await lastValueFrom(store.open())).entries
}

describe('quorate log', () => {
  it('shows the entries in order, one line each', async () => {
    const { code, said, complaints } = await log(folder)
    expect([code, complaints]).toEqual([0, ''])
    expect(said.length).toBe(3)
    expect(said[0]).toMatch(/^\d{4}-\S+Z [0-9a-f]{8} 0 cluster-founded \{.*"name":"a"/)
    expect(said[1]).toMatch(/ 1 state-info-put \{"key":"greeting","value":"hello","basis":null\}$/)
  })

  it('shows all of each as JSON', async () => {
    const { said } = await log(folder, '--json')
    const entries = said.map((line) => JSON.parse(line) as object)
    expect(entries[1]).toMatchObject({ seq: 1, event: { kind: 'state-info-put' }, deps: {} })
    expect(entries[1]).toMatchObject({ prev: (entries[0] as { readonly hash: string }).hash })
  })

  it('verifies that everything holds', async () => {
    const { code, said, complaints } = await log('verify', folder)
    expect([code, complaints]).toEqual([0, ''])
    expect(said[0]).toMatch(/^log-000001: store [0-9a-f]{32}, cluster [0-9a-f]{32}$/)
    expect(said[1]).toMatch(/^ {2}00000001: 3 entries, \d+ bytes, marked durable to \d+$/)
    expect(said[2]).toBe('3 entries in 1 streams: everything holds')
  })

  it('finds damage, and shows what can be read', async () => {
    const bytes = readFileSync(join(folder, 'log-000001', '00000001'))
    const at = bytes.indexOf('hello')
    bytes[at] = 0
    mkdirSync(join(home, 'damaged', 'log-000001'), { recursive: true })
    writeFileSync(join(home, 'damaged', 'log-000001', '00000001'), bytes)
    const { code, said, complaints } = await log('verify', join(home, 'damaged'))
    expect(code).toBe(1)
    expect(complaints).toMatch(/^log-000001\/00000001 is damaged at byte \d+, entry 1: /)
    expect(said.at(-1)).toBe('1 entries in 1 streams: 1 things do not hold')
    expect((await log(join(home, 'damaged'))).said.length).toBe(1)
  })

  it('finds what is no entry, and a broken chain', async () => {
    const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] =
      await entriesKept()
    const other = await written('other', [first, new Uint8Array([1]), third])
    const { code, complaints } = await log('verify', other)
    expect(code).toBe(1)
    expect(complaints).toContain('entry 1: entry: ')
    expect(complaints).toContain('entry 2, ')
    expect(complaints).toContain('an earlier entry of its stream is missing')
    const changed = second.slice()
    changed[changed.length - 8] = (changed[changed.length - 8] ?? 0) ^ 1
    const broken = await log('verify', await written('broken', [first, changed, third]))
    expect(broken.code).toBe(1)
  })

  it('says what it cannot read, and which arguments are wrong', async () => {
    mkdirSync(join(home, 'empty'))
    expect((await log('verify', join(home, 'empty'))).said).toEqual([
      'there is no log in this folder',
    ])
    const missing = await log(join(home, 'nothing'))
    expect([missing.code, missing.said]).toEqual([1, []])
    expect(missing.complaints).toContain('cannot read')
    for (const args of [[], ['verify'], ['a', 'b'], ['verify', 'a', '--json']])
      expect((await log(...args)).code).toBe(2)
  })
})
