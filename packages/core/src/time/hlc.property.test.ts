import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hlc } from '../model/index.ts'
import { compareHlc, counterMax, isAhead, receive, tick, zeroHlc } from './index.ts'

const reading: fc.Arbitrary<Hlc> = fc.record({
  l: fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 2 ** 48 })),
  c: fc.oneof(fc.nat(2), fc.constant(counterMax), fc.integer({ min: 0, max: counterMax })),
})
const wall = fc.oneof(fc.nat(5), fc.double({ min: 0, max: 2 ** 48, noNaN: true }))

describe('the hybrid logical clock', () => {
  it('compares by l, then by c', () => {
    const small = [0, 1, 2].flatMap((l) => [0, 1, 2].map((c) => ({ l, c })))
    for (const [i, a] of small.entries())
      for (const [j, b] of small.entries())
        expect(Math.sign(compareHlc(a, b))).toBe(Math.sign(i - j))
  })

  it('gives each own event a reading above the last and not behind the wall', () => {
    fc.assert(
      fc.property(reading, wall, (hlc, now) => {
        const next = tick(hlc, now)
        expect(compareHlc(next, hlc)).toBeGreaterThan(0)
        expect(next.l).toBeGreaterThanOrEqual(Math.floor(now))
        expect(Number.isInteger(next.l) && next.c >= 0 && next.c <= counterMax).toBe(true)
      }),
    )
  })

  it('gives a receipt a reading above both', () => {
    fc.assert(
      fc.property(reading, reading, wall, (hlc, remote, now) => {
        const next = receive(hlc, remote, now)
        expect(compareHlc(next, hlc)).toBeGreaterThan(0)
        expect(compareHlc(next, remote)).toBeGreaterThan(0)
        const highest = Math.max(hlc.l, remote.l, Math.floor(now))
        expect(next.l - highest === 0 || (next.l - highest === 1 && next.c === 0)).toBe(true)
      }),
    )
  })

  it('starts its counter again when the wall has moved on', () => {
    expect(tick({ l: 5, c: 9 }, 6.9)).toEqual({ l: 6, c: 0 })
    expect(tick({ l: 5, c: 9 }, 5.9)).toEqual({ l: 5, c: 10 })
  })

  it('carries a full counter into l', () => {
    expect(tick({ l: 5, c: counterMax }, 3)).toEqual({ l: 6, c: 0 })
    expect(receive({ l: 5, c: 1 }, { l: 5, c: counterMax }, 3)).toEqual({ l: 6, c: 0 })
  })

  it('stays within the spread of the walls, and c within the events of one millisecond', () => {
    const step = fc.record({
      member: fc.nat(2),
      from: fc.nat(2),
      elapsed: fc.nat(3),
    })
    const offsets = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50))
    fc.assert(
      fc.property(offsets, fc.array(step, { maxLength: 60 }), (skew, steps) => {
        const clocks: Hlc[] = [zeroHlc, zeroHlc, zeroHlc]
        let now = 1000
        for (const { member, from, elapsed } of steps) {
          now += elapsed
          const own = clocks[member] ?? zeroHlc
          const at = now + (skew[member] ?? 0)
          clocks[member] =
            member === from ? tick(own, at) : receive(own, clocks[from] ?? zeroHlc, at)
        }
        for (const clock of clocks) {
          expect(clock.l).toBeLessThanOrEqual(now + Math.max(...skew))
          expect(clock.c).toBeLessThanOrEqual(steps.length)
        }
      }),
    )
  })

  it('holds back a reading only beyond the bound', () => {
    expect(isAhead({ l: 110, c: 5 }, 100, 10)).toBe(false)
    expect(isAhead({ l: 111, c: 0 }, 100, 10)).toBe(true)
  })
})
