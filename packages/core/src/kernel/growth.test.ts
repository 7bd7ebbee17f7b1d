import { describe, expect, it } from 'vitest'
import type { Address, Command } from '../model/index.ts'
import { defaultSettings, type Settings } from './config.ts'
import { Wire, type Wired } from '../wire.fixture.ts'

const put = (key: string): Command => ({ kind: 'put', key, value: 1, basis: undefined })
const limits = (writes: Partial<Settings['writes']>): Wire =>
  new Wire({ settings: { writes: { ...defaultSettings.writes, ...writes } } })
const growth = (member: Wired): readonly string[] =>
  member.notices.flatMap((notice) =>
    notice.kind === 'warning' && notice.code === 'log-growing' ? [notice.detail] : [],
  )

describe('a growing log', () => {
  it('is told once where its mark is passed, by others as by oneself', () => {
    const wire = limits({ logWarnEntries: 4 })
    const [a, b] = [wire.start('a'), wire.start('b')]
    wire.command('b', { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
    wire.run(5_000)
    for (const key of ['k', 'l', 'm', 'n']) wire.command('a', put(key))
    wire.run(5_000)
    expect(b.kernel.log.ordered.length).toBe(6)
    for (const member of [a, b])
      expect(growth(member)).toEqual(['the log holds 4 entries; at 1000000 writes are refused'])
  })

  it('is told once by its bytes, and refuses writes at as many as it may hold', () => {
    const wire = limits({ logWarnBytes: 600, logBytesMax: 900 })
    const a = wire.start('a')
    const ends = 'klmnopqrstuvwx'.split('').map((key) => wire.command('a', put(key)))
    expect(growth(a)).toEqual([expect.stringMatching(/^the log holds 6\d\d bytes; at 900 writes/)])
    const refused = ends.filter((id) => wire.outcomes.get(id)?.ok === false)
    expect(refused.length).toBeGreaterThan(0)
    expect(wire.outcomes.get(ends.at(-1) ?? 0)).toEqual({
      ok: false,
      refusal: { kind: 'log-full', detail: 'the log holds 900 bytes, as many as it may' },
    })
    const { log } = a.kernel
    expect(log.bytes).toBe([...log.ordered].reduce((sum, { bytes }) => sum + bytes.length, 0))
    expect(log.bytes).toBeLessThan(1_100)
  })

  it('is told again at a start', () => {
    const wire = limits({ logWarnEntries: 2 })
    wire.start('a')
    wire.command('a', put('k'))
    wire.crash('a')
    expect(growth(wire.start('a'))).toHaveLength(1)
  })

  it('is told at half of the streams, and begins none beyond them', () => {
    const wire = limits({ logStreamsMax: 2 })
    const first = wire.start('a')
    expect(growth(first)).toEqual(['the log holds 1 streams; at 2 no process begins another'])
    wire.crash('a')
    wire.start('a')
    const written = wire.command('a', put('k'))
    expect(wire.outcomes.get(written)?.ok).toBe(true)
    wire.crash('a')
    const last = wire.start('a')
    const refused = wire.command('a', put('l'))
    const refusal = { kind: 'log-full', detail: 'the log holds 2 streams; at 2 none is begun' }
    expect(wire.outcomes.get(refused)).toEqual({ ok: false, refusal })
    expect(last.kernel.log.streams.size).toBe(2)
  })
})
