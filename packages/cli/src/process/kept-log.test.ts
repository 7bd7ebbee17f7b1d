import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CommandProcess } from './command.fixture.ts'
import {
  agreed,
  clusters,
  eventually,
  fieldsOf,
  isOperational,
  stateOf,
} from './process-cluster.fixture.ts'
import type { QuorateProcess } from './quorate-process.fixture.ts'

const startCluster = clusters()
const slow = { timeout: 60_000 }

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'quorate-kept-log-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const folderOf = (name: string): string => join(home, name)

/** A program drives it, and its log is kept. */
const keeping = (name: string, ...args: readonly string[]) => ({
  args: ['--stdio', '--log', folderOf(name), ...args],
})

/** What its log says happened. */
async function historyOf(member: QuorateProcess): Promise<readonly string[]> {
  const kinds = fieldsOf(await member.ask('log'), 'event')
  return kinds.map((event) => String(Reflect.get(Object(event), 'kind')))
}

const countOf = async (member: QuorateProcess, kind: string): Promise<number> =>
  (await historyOf(member)).filter((each) => each === kind).length

/** The stores that wrote its log, in the order of their first entries. */
const storesIn = async (member: QuorateProcess): Promise<readonly unknown[]> => [
  ...new Set(fieldsOf(await member.ask('log'), 'store')),
]

const ended = async (member: QuorateProcess): Promise<void> => {
  await member.ask('stop')
  expect(await member.exited).toEqual({ code: 0, signal: null })
}

/** One line of trouble, and the code of who cannot start. */
async function saidInOneLine(member: QuorateProcess, ...texts: readonly string[]): Promise<void> {
  expect(await member.exited).toEqual({ code: 1, signal: null })
  const lines = member.strayLines.filter((line) => line.includes(' error '))
  expect(lines).toHaveLength(1)
  for (const text of texts) expect(lines[0]).toContain(text)
}

describe('a member whose log is kept', () => {
  it('goes on as who it was after kill -9, and does not join again', slow, async () => {
    const its = await startCluster()
    const [a] = await its.form('a')
    if (a === undefined) throw new Error('a was started')
    const options = keeping('b', '--join', 'a', '--info', 'rack=7')
    const b = its.start('b', options)
    await agreed([a, b])
    await b.ask('put', { key: 'colour', value: 'red' })
    const stores = await storesIn(b)
    await b.kill9()
    const again = its.start('b', options)
    await agreed([a, again])
    expect(await again.ask('get', { key: 'colour' })).toEqual({ value: 'red' })
    expect(await again.ask('memberInfo', { name: 'b' })).toEqual({ b: { rack: '7' } })
    await again.ask('put', { key: 'shape', value: 'round' })
    expect(await storesIn(again)).toEqual(stores)
    expect(await countOf(again, 'member-joined')).toBe(1)
    expect(await countOf(again, 'member-info-changed')).toBe(1)
    expect(again.told('joined')).toEqual([])
    expect(a.told('member-replaced')).toEqual([])
  })

  it(
    'goes on where its contact does not run, and a founder founds nothing anew',
    slow,
    async () => {
      const its = await startCluster()
      const a = its.start('a', keeping('a'))
      await eventually('a is operational', () => isOperational(a))
      const b = its.start('b', keeping('b', '--join', 'a'))
      await agreed([a, b])
      await a.ask('put', { key: 'colour', value: 'red' })
      await agreed([a, b])
      await Promise.all([ended(a), ended(b)])
      const alone = its.start('b', keeping('b', '--join', 'a'))
      const request = { id: 'early', op: 'get', key: 'colour' }
      await eventually('it has what it had', async () => {
        const { ok } = await alone.exchange(request)
        return JSON.stringify(ok) === '{"value":"red"}'
      })
      await alone.ask('put', { key: 'shape', value: 'round' })
      const founder = its.start('a', keeping('a'))
      await agreed([founder, alone])
      expect(await founder.ask('get', { key: 'shape' })).toEqual({ value: 'round' })
      expect(await countOf(founder, 'cluster-founded')).toBe(1)
      expect(await countOf(founder, 'member-joined')).toBe(1)
    },
  )

  it('goes on with a contact that its log does not know, if that one lists it', slow, async () => {
    const its = await startCluster()
    const [a] = await its.form('a')
    const b = its.start('b', keeping('b', '--join', 'a'))
    if (a === undefined) throw new Error('a was started')
    await agreed([a, b])
    await b.kill9()
    const c = its.start('c', { args: ['--stdio', '--join', 'a'] })
    await eventually('c is in', () => isOperational(c))
    const again = its.start('b', keeping('b', '--join', 'c'))
    await agreed([a, again, c])
    expect(await countOf(again, 'member-joined')).toBe(2)
  })

  it('goes on from a backup with what only that has', slow, async () => {
    const its = await startCluster()
    const a = its.start('a', keeping('a'))
    const args = ['--stdio', '--log', folderOf('restored'), '--join', 'a']
    await eventually('a is operational', () => isOperational(a))
    const b = its.start('b', keeping('b', '--join', 'a'))
    await agreed([a, b])
    await a.kill9()
    await b.ask('put', { key: 'colour', value: 'red' })
    await b.kill9()
    for (const [verb, from, to] of [
      ['backup', 'b', 'backup'],
      ['restore', 'backup', 'restored'],
    ] as const)
      expect(await new CommandProcess(['log', verb, folderOf(from), folderOf(to)]).exited).toBe(0)
    const restored = its.start('b', { args })
    const again = its.start('a', keeping('a'))
    await agreed([again, restored])
    expect(await again.ask('get', { key: 'colour' })).toEqual({ value: 'red' })
    expect(restored.told('joined')).toEqual([])
  })

  it('is read while it runs', slow, async () => {
    const its = await startCluster()
    const a = its.start('a', keeping('a'))
    await eventually('a is operational', () => isOperational(a))
    await a.ask('put', { key: 'colour', value: 'red' })
    const reader = new CommandProcess(['log', folderOf('a')])
    expect(await reader.exited).toBe(0)
    expect(reader.lines.join('\n')).toContain('colour')
    await a.ask('put', { key: 'shape', value: 'round' })
  })
})

describe('a log that is not to be gone on with', () => {
  it('of who was ejected: without a contact it is told so, with one it joins', slow, async () => {
    const its = await startCluster()
    const [a] = await its.form('a')
    const b = its.start('b', keeping('b', '--join', 'a'))
    if (a === undefined) throw new Error('a was started')
    await agreed([a, b])
    await a.ask('eject', { name: 'b' })
    await eventually('b has heard', () => b.told('state').at(-1)?.['state'] === 'ejected')
    await ended(b)
    const alone = its.start('b', { args: ['--log', folderOf('b')] })
    await saidInOneLine(alone, 'by its log b is out: ejected')
    const again = its.start('b', keeping('b', '--join', 'a'))
    await agreed([a, again])
    expect(again.told('joined')).toEqual([{ event: 'joined', contact: 'a' }])
    expect(again.errors).toContain('out by its log')
    expect(await countOf(again, 'member-joined')).toBe(2)
  })

  it('of who goes on elsewhere: it hears of it, and joins as a new store', slow, async () => {
    const its = await startCluster()
    const [a] = await its.form('a')
    if (a === undefined) throw new Error('a was started')
    const copy = ['--stdio', '--log', folderOf('copy'), '--join', 'a']
    const b = its.start('b', keeping('b', '--join', 'a'))
    await agreed([a, b])
    await ended(b)
    cpSync(folderOf('b'), folderOf('copy'), { recursive: true })
    const first = its.start('b', keeping('b', '--join', 'a'))
    await eventually('it goes on', () => isOperational(first))
    await first.ask('put', { key: 'colour', value: 'red' })
    await agreed([a, first])
    await ended(first)
    const other = its.start('b', { args: copy })
    await eventually('the copy is renewed', () => other.told('store-renewed').length > 0)
    await agreed([a, other])
    await ended(other)
    const late = its.start('b', keeping('b', '--join', 'a'))
    await eventually('it is superseded', () => late.told('superseded').length > 0)
    await eventually('it is out', () => stateOf(late) === 'ejected superseded')
    await ended(late)
    const alone = its.start('b', { args: ['--log', folderOf('b')] })
    await saidInOneLine(alone, 'by its log b is out: superseded')
    const again = its.start('b', keeping('b', '--join', 'a'))
    await agreed([a, again])
    expect(again.told('joined')).toHaveLength(1)
    expect(await again.ask('get', { key: 'colour' })).toEqual({ value: 'red' })
  })

  it('of another cluster: it is refused and left as it is', slow, async () => {
    const its = await startCluster()
    const [a] = await its.form('a')
    const b = its.start('b', keeping('b'))
    await eventually('b has a cluster of its own', () => isOperational(b))
    await b.ask('put', { key: 'colour', value: 'red' })
    await ended(b)
    const refused = its.start('b', keeping('b', '--join', 'a'))
    expect(await refused.exited).toEqual({ code: 1, signal: null })
    expect(refused.told('join-failed')).toMatchObject([{ code: 'cluster-config', isFinal: true }])
    expect(refused.errors).toContain('a cluster without a')
    expect(await a?.ask('members')).toHaveLength(1)
    const again = its.start('b', keeping('b'))
    await eventually('b goes on there', () => isOperational(again))
    expect(await again.ask('get', { key: 'colour' })).toEqual({ value: 'red' })
  })
})

describe('a log that cannot be opened', () => {
  it('for another holds it, or it is of another name', slow, async () => {
    const its = await startCluster()
    const a = its.start('a', keeping('a'))
    await eventually('a is operational', () => isOperational(a))
    const args = ['--log', folderOf('a')]
    await saidInOneLine(its.start('b', { args }), `${folderOf('a')} is held by process ${a.pid}`)
    await saidInOneLine(
      its.start('c', { args: [...args, '--join', 'a'] }),
      `is held by process ${a.pid}`,
    )
    await ended(a)
    await saidInOneLine(its.start('b', { args }), 'the log is that of a, not of b')
  })

  it('for it is damaged, is left as it is unless it is to be salvaged', slow, async () => {
    const its = await startCluster()
    const a = its.start('a', keeping('a'))
    await eventually('a is operational', () => isOperational(a))
    for (const value of ['red', 'green', 'blue']) await a.ask('put', { key: 'colour', value })
    await ended(a)
    const segment = flipIn(folderOf('a'), 'red')
    const damaged = readFileSync(segment)
    const args = ['--log', folderOf('a')]
    await saidInOneLine(its.start('a', { args }), 'is damaged at byte', '--salvage')
    expect(readFileSync(segment).equals(damaged)).toBe(true)
    const salvaged = its.start('a', { args: ['--stdio', ...args, '--salvage'] })
    await eventually('it has what can be read', () => salvaged.errors.includes('log repaired'))
  })
})

/** Flips a bit of the log where it has this text; in which file. */
function flipIn(folder: string, text: string): string {
  const [log = ''] = readdirSync(folder).filter((name) => name.startsWith('log-'))
  const [segment = ''] = readdirSync(join(folder, log)).filter((name) => !name.startsWith('check'))
  const path = join(folder, log, segment)
  const bytes = readFileSync(path)
  const at = bytes.indexOf(text)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(path, bytes)
  return path
}
