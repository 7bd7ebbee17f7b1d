import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMember, type LogStore, type Member } from '@quorate/core'
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

/** Ann's log, after ben wrote the same as she did while they were apart, and after she ejected him. */
async function contradicted(): Promise<readonly Uint8Array[]> {
  const world = createWorld({ seed: 1 })
  const store = new MemoryLogStore()
  const start = (name: string, log: LogStore): Promise<Member> =>
    createMember({ ...world.env(name), secret: 'only members know', log })
  const ann = await start('ann', store)
  const ben = await start('ben', new MemoryLogStore())
  const agreed = (): Promise<unknown> =>
    world.until(() => ann.version().hash === ben.version().hash)
  await world.settle(ben.join('ann'))
  await world.settle(ann.put('colour', 'blue'))
  await agreed()
  world.cut(['ann'], ['ben'])
  await world.settle(ann.put('colour', 'green'))
  await world.advance(10)
  await world.settle(ben.put('colour', 'red'))
  await world.settle(ben.setMemberInfo({ rack: 7 }))
  world.heal()
  await agreed()
  await world.settle(ann.put('shape', 'round'))
  await world.settle(ann.delete('shape'))
  await agreed()
  world.cut(['ann'], ['ben'])
  await world.settle(ann.eject('ben'))
  await world.advance(10)
  await world.settle(ben.put('colour', 'pink'))
  world.heal()
  await world.until(() => ann.log().some(({ event }) => 'value' in event && event.value === 'pink'))
  await world.settle(ann.stop())
  return (await lastValueFrom(store.open())).entries
}

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
    const [, store = ''] = /([0-9a-f]{8}) 0$/.exec(said[0] ?? '') ?? []
    expect(
      said.map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /, '')),
    ).toEqual([
      `a        founded the cluster at a, replication 1 ${store} 0`,
      `a        put greeting = "hello" ${store} 1`,
      `a        put bytes = {"$bytes":"AQI="} ${store} 2`,
    ])
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
    expect(said[2]).toBe('3 entries in 1 stream: every checksum, hash chain and clock holds')
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
    expect(said[1]).toMatch(/, then \d+ bytes from the damage on$/)
    expect(said.at(-1)).toBe('1 entry in 1 stream: 1 thing does not hold')
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
    expect(broken.complaints).toContain('its hash chain is broken')
    expect(broken.said.at(-1)).toMatch(/^3 entries in 1 stream: \d thing/)
  })

  it('says what it cannot read, and which arguments are wrong', async () => {
    mkdirSync(join(home, 'empty'))
    expect((await log('verify', join(home, 'empty'))).said).toEqual([
      'there is no log in this folder',
    ])
    const missing = await log(join(home, 'nothing'))
    expect([missing.code, missing.said]).toEqual([1, []])
    expect(missing.complaints).toContain('cannot read')
    for (const args of [
      [],
      ['verify'],
      ['a', 'b'],
      ['verify', 'a', '--json'],
      ['explain', 'a'],
      ['explain', 'a', 'k', '--member', 'm'],
      ['explain', '--member', 'm'],
    ])
      expect((await log(...args)).code).toBe(2)
  })
})

describe('quorate log explain', () => {
  const apart = join(home, 'apart')
  beforeAll(async () => void (await written('apart', await contradicted())))
  /** Without times and ids, which are another in each run. */
  const plain = (line: string): string =>
    line.replace(/ ?\d{4}-\S+Z/, '').replace(/ [0-9a-f]{8} \d+$/, '')

  it('says why a key is as it is, from the files alone', async () => {
    const { code, said, complaints } = await log('explain', apart, 'colour')
    expect([code, complaints]).toEqual([0, ''])
    const page = new URL('../../../../docs/asking-the-log.md', import.meta.url)
    const [, shown = ''] = /\n```text\n(colour is .*?)\n```/s.exec(readFileSync(page, 'utf8')) ?? []
    expect(said.map(plain)).toEqual(shown.split('\n'))
    expect(said.length).toBe(9)
  })

  it('says why a member is as it is', async () => {
    const { said } = await log('explain', '--member', 'ben', apart)
    expect(said.map(plain)).toEqual([
      'ben was ejected',
      '1 ann      let in ben at ben',
      '  overridden by 3',
      '2 ben      set its info to {"rack":7}',
      '  overridden by 3',
      '3 ann      ejected ben',
      '  stands, in place of 1 and 2',
    ])
    expect((await log('explain', apart, '--member', 'ann')).said[0]).toBe('ann is a member')
    expect((await log('explain', apart, '--member', 'eve')).said).toEqual([
      'eve was never a member',
    ])
  })

  it('says all of it as JSON, one line each', async () => {
    const { said } = await log('explain', apart, 'colour', '--json')
    const explained = said.map((line) => JSON.parse(line) as { readonly [field: string]: unknown })
    expect(explained.map(({ outcome }) => outcome)).toEqual([
      'overridden',
      'lost',
      'stands',
      'void',
    ])
    const [first, second, third] = explained
    expect(second?.['overrode']).toEqual([{ id: first?.['id'], by: 'ann', at: first?.['at'] }])
    expect(second?.['overriddenBy']).toEqual([{ id: third?.['id'], by: 'ben', at: third?.['at'] }])
  })

  it('says what is deleted, and what was never put', async () => {
    expect((await log('explain', apart, 'shape')).said[0]).toBe('shape is deleted')
    expect((await log('explain', apart, 'size')).said).toEqual(['size was never put'])
  })

  it('leaves out what may not stand in the log, and tells it', async () => {
    const [first = new Uint8Array(), , third = new Uint8Array()] = await entriesKept()
    const torn = await written('torn', [first, third])
    const { code, said, complaints } = await log('explain', torn, 'bytes')
    expect([code, said]).toEqual([1, ['bytes was never put']])
    expect(complaints).toContain('an earlier entry of its stream is missing')
  })
})
