import { describe, expect, it } from 'vitest'
import type { Address } from '@quorate/core'
import { along, judge, pass } from '../fault.ts'
import type { Addresses, Rule, SentFrame, Verdict } from '../fault.ts'
import { drawsOf, keyOf } from '../random.ts'
import { clog, corrupt, duplicate, latency, loss, oneWay, partition, reorder } from './index.ts'
import { sizeLimit } from './index.ts'

const frame = (from: string, to: string, at: number = 0): SentFrame => ({
  from: from as Address,
  to: to as Address,
  bytes: Uint8Array.of(1, 2, 3),
  at,
  nth: 0,
})

const is =
  (...names: string[]): Addresses =>
  (address) =>
    names.includes(address)

/** What a rule says of many frames that differ only in their key. */
const verdicts = (rule: Rule, count: number = 2_000): readonly Verdict[] =>
  Array.from({ length: count }, (_, i) => rule(frame('a', 'b'), drawsOf(keyOf('many', i))))

const share = (rule: Rule): number =>
  verdicts(rule).filter(({ kind }) => kind !== 'pass').length / 2_000

const names = ['a', 'b', 'c', 'd', 'e']
const ways = names.flatMap((from) => names.filter((to) => to !== from).map((to) => `${from}${to}`))
const lost = (rule: Rule): readonly string[] =>
  ways.filter((way) => rule(frame(way[0] ?? '', way[1] ?? ''), drawsOf(1)).kind === 'drop')

describe('who is cut off from whom, over every way between five', () => {
  it('a partition: both ways between the sides, and nobody else', () => {
    const rule = partition(is('a'), is('b', 'c'))
    expect(lost(rule)).toEqual(['ab', 'ac', 'ba', 'ca'])
  })

  it('a one-way cut: one way only', () => {
    expect(lost(oneWay(is('a'), is('b', 'c')))).toEqual(['ab', 'ac'])
  })

  it('a rule along a way: only there', () => {
    expect(lost(along({ from: is('a') }, loss(1)))).toEqual(['ab', 'ac', 'ad', 'ae'])
    expect(lost(along({ to: is('a') }, loss(1)))).toEqual(['ba', 'ca', 'da', 'ea'])
    expect(lost(along({ from: is('c'), to: is('a') }, loss(1)))).toEqual(['ca'])
  })
})

describe('a size limit', () => {
  it.each([
    [0, true],
    [2, true],
    [3, false],
    [4, false],
  ])('of %i bytes drops a frame of 3: %s', (bytesMax, isDropped) => {
    const verdict = sizeLimit(bytesMax)(frame('a', 'b'), drawsOf(1))
    expect(verdict).toEqual(isDropped ? { kind: 'drop', reason: 'size' } : pass)
  })
})

describe.each([
  ['loss', loss],
  ['duplicate', duplicate],
  ['reorder', reorder],
  ['corrupt', corrupt],
] as const)('%s', (_, rule) => {
  it('hits none, all, or its share of the frames', () => {
    expect(share(rule(0))).toBe(0)
    expect(share(rule(1))).toBe(1)
    expect(share(rule(0.3))).toBeGreaterThan(0.25)
    expect(share(rule(0.3))).toBeLessThan(0.35)
  })

  it('says the same of the same frame', () => {
    expect(verdicts(rule(0.5), 100)).toEqual(verdicts(rule(0.5), 100))
  })
})

describe('how long frames take', () => {
  const delays = (rule: Rule): readonly number[] =>
    verdicts(rule).flatMap((v) => ('afterMs' in v ? v.afterMs : []))

  it.each([
    ['latency', latency(), 1, 5],
    ['a constant latency', latency({ min: 7, max: 7 }), 7, 7],
    ['reorder', reorder(1), 10, 100],
    ['duplicate', duplicate(1), 1, 50],
    ['corrupt', corrupt(1), 1, 5],
  ])('%s', (_, rule, min, max) => {
    const all = delays(rule)
    expect(Math.min(...all)).toBeGreaterThanOrEqual(min)
    expect(Math.max(...all)).toBeLessThanOrEqual(max)
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThanOrEqual((max - min) * 0.9)
  })

  it('two arrivals of a duplicate have delays of their own', () => {
    const [verdict] = verdicts(duplicate(1), 1)
    if (verdict?.kind !== 'duplicate') throw new Error('no duplicate')
    expect(new Set(verdict.afterMs).size).toBe(2)
  })

  it('a clog holds until its end, then no more', () => {
    const rule = clog(100)
    expect(rule(frame('a', 'b', 30), drawsOf(1))).toEqual({ kind: 'deliver', afterMs: 70 })
    expect(rule(frame('a', 'b', 100), drawsOf(1))).toBe(pass)
  })
})

describe('a corrupted frame', () => {
  const sent = Uint8Array.from({ length: 40 }, (_, i) => i)
  const damaged = Array.from({ length: 1_000 }, (_, i) => {
    const verdict = corrupt(1)({ ...frame('a', 'b'), bytes: sent }, drawsOf(keyOf('damage', i)))
    if (verdict.kind !== 'corrupt') throw new Error('not corrupted')
    return verdict.bytes
  })
  const changes = (bytes: Uint8Array): readonly number[] =>
    [...bytes].map((byte, i) => byte ^ (sent[i] ?? 0)).filter((change) => change !== 0)
  const isShort = (bytes: Uint8Array): boolean => bytes.length < sent.length
  const isBitFlip = (bytes: Uint8Array): boolean => {
    const [change = 0, ...others] = changes(bytes)
    return others.length === 0 && [1, 2, 4, 8, 16, 32, 64, 128].includes(change)
  }

  it('differs from what was sent, which is untouched', () => {
    for (const bytes of damaged) expect(bytes).not.toEqual(sent)
    expect([...sent]).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })

  it('has a bit turned over, its end cut off, or a run of other bytes, evenly', () => {
    const short = damaged.filter(isShort)
    const flipped = damaged.filter((bytes) => !isShort(bytes) && isBitFlip(bytes))
    const garbled = damaged.filter((bytes) => !isShort(bytes) && !isBitFlip(bytes))
    for (const kind of [short, flipped, garbled]) {
      expect(kind.length).toBeGreaterThan(280)
      expect(kind.length).toBeLessThan(390)
    }
    for (const bytes of short) expect(bytes).toEqual(sent.slice(0, bytes.length))
    expect(short.some(({ length }) => length === 0)).toBe(true)
  })

  it('of one byte is another byte or none', () => {
    for (let i = 0; i < 200; i++) {
      const verdict = corrupt(1)({ ...frame('a', 'b'), bytes: Uint8Array.of(7) }, drawsOf(i))
      if (verdict.kind !== 'corrupt') throw new Error('not corrupted')
      expect(verdict.bytes).not.toEqual(Uint8Array.of(7))
    }
  })

  it('has bytes', () => {
    const empty = { ...frame('a', 'b'), bytes: new Uint8Array() }
    expect(corrupt(1)(empty, drawsOf(1))).toBe(pass)
  })
})

describe('several rules', () => {
  it('the first that does not pass decides', () => {
    const asked: string[] = []
    const spy =
      (name: string, verdict: Verdict): Rule =>
      () => {
        asked.push(name)
        return verdict
      }
    const drop: Verdict = { kind: 'drop', reason: 'x' }
    const rules = [spy('one', pass), spy('two', drop), spy('three', pass)]
    expect(judge(rules, frame('a', 'b'), drawsOf(1))).toBe(drop)
    expect(asked).toEqual(['one', 'two'])
    expect(judge([], frame('a', 'b'), drawsOf(1))).toBe(pass)
  })
})
