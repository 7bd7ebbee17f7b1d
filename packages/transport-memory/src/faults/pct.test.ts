import { describe, expect, it } from 'vitest'
import type { Address } from '@quorate/core'
import type { Rule } from '../fault.ts'
import { drawsOf, keyOf } from '../random.ts'
import { pct } from './index.ts'

const names = ['a', 'b', 'c', 'd']

/** By how many ranks each sends later than the first, over its frames to itself. */
function ranksOf(rule: Rule): readonly number[] {
  return names.map((name) => {
    const address = name as Address
    const frame = { from: address, to: address, bytes: new Uint8Array(1), at: 0, nth: 0 }
    const verdict = rule(frame, drawsOf(1))
    return verdict.kind === 'deliver' ? Math.floor(verdict.afterMs / 10) : -1
  })
}

/** As `ranksOf`, once everybody is known. */
function settledRanksOf(rule: Rule): readonly number[] {
  ranksOf(rule)
  return ranksOf(rule)
}

describe('PCT', () => {
  it('gives every member a place of its own, by the key, the same for all its frames', () => {
    const orders = Array.from({ length: 200 }, (_, i) => {
      const rule = pct({ key: keyOf(i, 'pct'), depth: 1 })
      const ranks = settledRanksOf(rule)
      expect(ranks.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3])
      expect(ranksOf(rule)).toEqual(ranks)
      return ranks.join()
    })
    expect(new Set(orders).size).toBe(24)
  })

  it('lets a frame take as long as the lower of its ends', () => {
    const rule = pct({ key: keyOf(1, 'pct'), depth: 1, latencyMs: { min: 0, max: 0 } })
    const ranks = settledRanksOf(rule)
    for (const [i, from] of names.entries()) {
      for (const [j, to] of names.entries()) {
        const ends = { from: from as Address, to: to as Address }
        const verdict = rule({ ...ends, bytes: new Uint8Array(1), at: 0, nth: 0 }, drawsOf(1))
        const afterMs = 10 * Math.max(ranks[i] ?? 0, ranks[j] ?? 0)
        expect(verdict).toEqual({ kind: 'deliver', afterMs })
      }
    }
  })

  it('makes the sender of the frame at a change point the lowest, depth - 1 times', () => {
    const moves = Array.from({ length: 300 }, (_, i) => {
      const rule = pct({ key: keyOf(i, 'pct'), depth: 3, frames: 40 })
      let before = settledRanksOf(rule)
      let changes = 0
      for (let round = 0; round < 10; round++) {
        const ranks = ranksOf(rule)
        if (ranks.join() !== before.join()) changes++
        before = ranks
      }
      return changes
    })
    expect(Math.max(...moves)).toBeGreaterThanOrEqual(2)
    expect(moves.filter((changes) => changes === 0).length).toBeLessThan(150)
    const never = pct({ key: keyOf(1, 'pct'), depth: 1, frames: 40 })
    const ranks = settledRanksOf(never)
    for (let round = 0; round < 12; round++) expect(ranksOf(never)).toEqual(ranks)
  })

  it('finds the one order of two members that a bug needs in about half of the runs', () => {
    const isFirst = (i: number): boolean => {
      const [a = 0, b = 0] = settledRanksOf(pct({ key: keyOf(i, 'pct'), depth: 1 }))
      return a < b
    }
    const found = Array.from({ length: 400 }, (_, i) => isFirst(i)).filter(Boolean).length
    expect(found).toBeGreaterThan(160)
    expect(found).toBeLessThan(240)
  })

  it('needs a depth', () => {
    expect(() => pct({ key: 1, depth: 0 })).toThrow('depth')
  })
})
