import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { better, isLate, type LocalHealth, stretched, worse } from './index.ts'

const max = 3

describe('local health', () => {
  it.each([
    // before, signs of trouble, after
    [0, 0, 0],
    [0, 1, 1],
    [0, 2, 2],
    [0, 5, 3],
    [1, 1, 2],
    [1, 2, 3],
    [2, 1, 3],
    [3, 1, 3],
  ])('%d worse by %d: %d', (before, by, after) => {
    expect(worse(before, by, max)).toBe(after)
  })

  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
  ])('%d better: %d', (before, after) => {
    expect(better(before)).toBe(after)
  })

  it.each([
    [500, 0, 500],
    [500, 1, 1_000],
    [500, 3, 2_000],
    [0, 3, 0],
  ])('%d ms stretched by %d: %d', (ms, health, expected) => {
    expect(stretched(ms, health)).toBe(expected)
  })

  it('stays from 0 to the maximum, and is well after as many successes', () => {
    const sign = fc.oneof(fc.constant('better' as const), fc.nat(4))
    fc.assert(
      fc.property(fc.array(sign), (signs) => {
        let health: LocalHealth = 0
        for (const each of signs) {
          health = each === 'better' ? better(health) : worse(health, each, max)
          expect([0, 1, 2, 3]).toContain(health)
        }
        for (let i = 0; i < max; i++) health = better(health)
        expect(health).toBe(0)
      }),
    )
  })
})

describe('isLate', () => {
  it.each([
    // fired so long after its deadline, of 100 ms that are let pass
    [-1, false],
    [0, false],
    [99, false],
    [100, false],
    [100.5, true],
    [60_000, true],
  ])('%d ms after its deadline: %j', (after, expected) => {
    expect(isLate({ deadline: 5_000, at: 5_000 + after, lateMs: 100 })).toBe(expected)
  })
})
