import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Address } from '@quorate/core'
import { pass } from '../../fault.ts'
import type { Rule, SentFrame } from '../../fault.ts'
import { drawsOf, keyOf } from '../../random.ts'
import { capacity, exponential, heavyTailed, swizzle } from './index.ts'

const frame = (from: string, to: string, at: number, length: number = 10): SentFrame => ({
  from: from as Address,
  to: to as Address,
  bytes: new Uint8Array(length),
  at,
  nth: 0,
})

const delaysOf = (rule: Rule): readonly number[] =>
  Array.from({ length: 20_000 }, (_, i) => {
    const verdict = rule(frame('a', 'b', 0), drawsOf(keyOf('delays', i)))
    return verdict.kind === 'deliver' ? verdict.afterMs : -1
  }).toSorted((one, other) => one - other)

describe('how delays are spread', () => {
  it('exponentially: the mean above the least, half of it in ln 2 means', () => {
    const delays = delaysOf(exponential({ meanMs: 10, minMs: 2 }))
    const mean = delays.reduce((sum, each) => sum + each, 0) / delays.length
    expect(delays[0]).toBeGreaterThanOrEqual(2)
    expect(mean).toBeGreaterThan(11.7)
    expect(mean).toBeLessThan(12.3)
    expect(delays[10_000]).toBeGreaterThan(8.6)
    expect(delays[10_000]).toBeLessThan(9.3)
  })

  it('with a heavy tail: mostly near the least, now and then by far', () => {
    const delays = delaysOf(heavyTailed({ minMs: 1, maxMs: 100 }))
    expect(delays[0]).toBeGreaterThanOrEqual(1)
    expect(delays[10_000]).toBeLessThan(1.65)
    expect(delays[19_800]).toBeGreaterThan(17)
    expect(delays[19_800]).toBeLessThan(26)
    expect(delays[19_999]).toBe(100)
  })
})

describe('a link of a certain capacity', () => {
  const arrivalsOf = (rule: Rule, sent: readonly SentFrame[]): readonly (number | 'lost')[] =>
    sent.map((each) => {
      const verdict = rule(each, drawsOf(1))
      return verdict.kind === 'deliver' ? each.at + verdict.afterMs : 'lost'
    })

  it('sends one frame after the other, and loses what finds its queue full', () => {
    const rule = capacity({ bytesPerSecond: 1_000, queueBytesMax: 30, propagationMs: 5 })
    const sent = [0, 0, 0, 0, 10, 200].map((at) => frame('a', 'b', at))
    expect(arrivalsOf(rule, sent)).toEqual([15, 25, 35, 'lost', 45, 215])
  })

  it('shares nothing with other links, nor with its way back', () => {
    const rule = capacity({ bytesPerSecond: 1_000, queueBytesMax: 100 })
    const sent = [frame('a', 'b', 0), frame('a', 'c', 0), frame('b', 'a', 0)]
    expect(arrivalsOf(rule, sent)).toEqual([11, 11, 11])
  })

  it('never takes a frame larger than its queue, nor no rate at all', () => {
    const rule = capacity({ bytesPerSecond: 1_000, queueBytesMax: 9 })
    expect(arrivalsOf(rule, [frame('a', 'b', 0)])).toEqual(['lost'])
    expect(() => capacity({ bytesPerSecond: 0, queueBytesMax: 9 })).toThrow('bytesPerSecond')
  })

  it('never exceeds its rate nor its queue, and keeps the order', () => {
    const bursts = fc.array(
      fc.record({ gapMs: fc.nat(20), bytes: fc.integer({ min: 1, max: 99 }) }),
    )
    const rates = fc.integer({ min: 1, max: 100_000 })
    fc.assert(
      fc.property(bursts, rates, fc.nat(500), (sends, bytesPerSecond, queueBytesMax) => {
        const rule = capacity({ bytesPerSecond, queueBytesMax })
        let now = 0
        const sent = sends.map(({ gapMs, bytes }) => frame('a', 'b', (now += gapMs), bytes))
        const arrived = arrivalsOf(rule, sent).flatMap((at, i) => {
          return at === 'lost'
            ? []
            : [{ at, sentAt: sent[i]?.at ?? 0, bytes: sent[i]?.bytes.length ?? 0 }]
        })
        for (const [i, { at, sentAt }] of arrived.entries()) {
          expect(at).toBeGreaterThan(sentAt)
          expect(at - sentAt - 1).toBeLessThanOrEqual(
            (queueBytesMax * 1_000) / bytesPerSecond + 1e-6,
          )
          let carried = 0
          for (const later of arrived.slice(i + 1)) {
            carried += later.bytes
            const spanMs = later.at - at
            expect(carried).toBeLessThanOrEqual((spanMs * bytesPerSecond) / 1_000 + 1e-6)
          }
        }
      }),
    )
  })
})

describe('a swizzle', () => {
  const names = Array.from({ length: 12 }, (_, i) => `m${i}`)
  const options = { key: keyOf(1, 'swizzle'), beginMs: 1_000, overMs: 600 }
  const isClogged = (name: string, at: number): boolean =>
    swizzle(options)(frame(name, 'm0', at), drawsOf(1)) !== pass
  const clogged = (at: number): readonly string[] => names.filter((name) => isClogged(name, at))

  it('clogs some one after the other, all at once in the middle, and nobody afterwards', () => {
    const rule = swizzle({ ...options, share: 0.5 })
    const meant = names.filter((name) => rule(frame(name, name, 1_300), drawsOf(1)) !== pass)
    expect(meant.length).toBeGreaterThan(2)
    expect(meant.length).toBeLessThan(10)
    expect(clogged(999)).toEqual([])
    expect(clogged(1_600)).toEqual([])
  })

  it('lets go in another order than it stopped', () => {
    const rule = swizzle({ ...options, share: 1 })
    const spanOf = (name: string): readonly [number, number] => {
      const times = Array.from({ length: 601 }, (_, i) => 1_000 + i)
      const held = times.filter((at) => rule(frame(name, name, at), drawsOf(1)) !== pass)
      return [held[0] ?? 0, held.at(-1) ?? 0]
    }
    const spans = names.map((name) => ({ name, span: spanOf(name) }))
    const orderBy = (end: 0 | 1): readonly string[] =>
      spans.toSorted((one, other) => one.span[end] - other.span[end]).map(({ name }) => name)
    expect(new Set(spans.map(({ span }) => span[0])).size).toBeGreaterThan(8)
    expect(orderBy(0)).not.toEqual(orderBy(1))
    for (const { span } of spans) {
      expect(span[0]).toBeLessThan(1_301)
      expect(span[1]).toBeGreaterThan(1_298)
    }
  })

  it('never lets a frame arrive while one of its ends is clogged, and loses none', () => {
    const at = fc.integer({ min: 900, max: 1_700 })
    const name = fc.constantFrom(...names)
    const rule = swizzle({ ...options, share: 0.7 })
    fc.assert(
      fc.property(at, name, name, fc.integer(), (sentAt, from, to, key) => {
        const own = swizzle({ ...options, key, share: 0.7 })
        for (const each of [rule, own]) {
          const verdict = each(frame(from, to, sentAt), drawsOf(1))
          if (verdict === pass) continue
          if (verdict.kind !== 'deliver') throw new Error('lost')
          expect(verdict.afterMs).toBeGreaterThan(0)
          const arrival = frame(from, to, sentAt + verdict.afterMs + 1e-6)
          expect(each(arrival, drawsOf(1))).toBe(pass)
        }
      }),
    )
  })
})
