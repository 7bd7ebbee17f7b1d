/// <reference types="node" />
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../stdio/operations/catalogue.ts'
import { agreed, clusters, eventually, isOperational } from './process-cluster.fixture.ts'
import type { QuorateProcess } from './quorate-process.fixture.ts'
import { exchangesOf, matches, transcript } from './transcript.fixture.ts'

const exchanges = exchangesOf(transcript)
const startCluster = clusters()

describe('the transcript of docs/stdio.md', () => {
  it('has every operation', () => {
    const known = exchanges.map(({ request }) => request.op).filter((op) => op in catalogue)
    expect(new Set(known)).toEqual(new Set(Object.keys(catalogue)))
  })

  it('has a chapter of the page for each of them', () => {
    const page = readFileSync(new URL('../../../../docs/stdio.md', import.meta.url), 'utf8')
    const chapters = [...page.matchAll(/^### (\w+)$/gm)].map(([, title]) => title ?? '')
    for (const op of Object.keys(catalogue)) expect(chapters).toContain(op)
  })

  it('is what five processes say', { timeout: 60_000 }, async () => {
    const its = await startCluster()
    const a = its.start('a')
    await eventually('a is operational', () => isOperational(a))
    const start = (name: string, ...more: string[]): QuorateProcess =>
      its.start(name, { args: ['--stdio', '--join', 'a', ...more] })
    const b = start('b', '--info', 'rack=2')
    const [c, d, e] = [start('c'), start('d'), start('e')]
    await agreed([a, b, c, d, e])
    await eventually('b told its info', async () =>
      matches({ '…': '…', b: { rack: '2' } }, await a.ask('memberInfo')),
    )
    await b.ask('onRequest', { mode: 'upper' })
    await c.ask('onRequest', { mode: 'fail' })
    await d.ask('onRequest', { mode: 'sleep' })
    for (const { request, line, answer } of exchanges) {
      const actual = await a.exchange(request)
      expect(actual, `${line} is answered by`).toSatisfy((said) => matches(answer, said))
    }
    expect(await a.exited).toEqual({ code: 0, signal: null })
    expect([a, b, c, d, e].flatMap(({ strayLines }) => strayLines)).toEqual([])
    await eventually('e learns that it was ejected', () =>
      e.told('state').some(({ state }) => state === 'ejected'),
    )
  })
})

describe('what goes beyond the transcript', () => {
  it('data come back as they were sent', { timeout: 60_000 }, async () => {
    const [a, b] = await (await startCluster()).form('a', 'b')
    await b?.ask('onRequest', { mode: 'echo' })
    const data = { raw: { $bytes: 'AQID' }, own: { $value: { $bytes: 'no bytes' } }, list: [null] }
    expect(await a?.ask('request', { to: 'b', data })).toEqual({ value: data })
  })

  it('a write that did not see the one before it wins, and that is told', async () => {
    const [a, b] = await (await startCluster()).form('a', 'b')
    const lost = await a?.ask('put', { key: 'limit', value: 10 })
    await eventually('b has it', async () =>
      matches({ value: 10 }, await b?.ask('get', { key: 'limit' })),
    )
    const won = await b?.ask('put', { key: 'limit', value: 20, basis: null })
    await eventually('a is told', () => a?.told('conflict').length === 1)
    expect(a?.told('conflict')).toEqual([
      { event: 'conflict', key: 'limit', lost, lostValue: 10, won, wonValue: 20 },
    ])
  })
})

describe('what a transcript expects', () => {
  it.each([
    ['…', 1, true],
    [[1, '…'], [1, 2, 3], true],
    [[1, '…'], [2], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, '…': '…' }, { a: 1, b: 2 }, true],
    [{ a: 1, '…': '…' }, { b: 2 }, false],
    [{ a: null }, { a: 0 }, false],
  ])('%j against %j: %s', (expected, actual, isSo) => {
    expect(matches(expected, actual)).toBe(isSo)
  })
})
