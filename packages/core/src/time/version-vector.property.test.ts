import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StreamId, VersionVector } from '../model/index.ts'
import {
  advanceVector,
  compareVectors,
  emptyVector,
  includesVector,
  lackingRanges,
  mergeVectors,
} from './index.ts'

const streams = ['x', 'y', 'z'] as readonly string[] as readonly StreamId[]
const count = fc.nat(3)
const vector: fc.Arbitrary<VersionVector> = fc
  .tuple(count, count, count, fc.boolean())
  .map(([x, y, z, zeros]) => {
    const pairs = [x, y, z].map((n, i) => [streams[i] ?? ('' as StreamId), n] as const)
    return new Map(zeros ? pairs : pairs.filter(([, n]) => n > 0))
  })

const counts = (of: VersionVector): number[] => streams.map((stream) => of.get(stream) ?? 0)

describe('version vectors', () => {
  it('compare as the counts of every stream do', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const pairs = counts(a).map((n, i) => n - (counts(b)[i] ?? 0))
        const less = pairs.some((n) => n < 0)
        const more = pairs.some((n) => n > 0)
        const oneWay = less ? 'before' : more ? 'after' : 'equal'
        expect(compareVectors(a, b)).toBe(less && more ? 'concurrent' : oneWay)
        expect(includesVector(a, b)).toBe(!less)
      }),
    )
  })

  it('merge to the higher count of every stream, and change neither', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const [beforeA, beforeB] = [counts(a), counts(b)]
        const merged = mergeVectors(a, b)
        expect(counts(merged)).toEqual(beforeA.map((n, i) => Math.max(n, beforeB[i] ?? 0)))
        expect([counts(a), counts(b)]).toEqual([beforeA, beforeB])
        expect(compareVectors(merged, mergeVectors(b, a))).toBe('equal')
      }),
    )
  })

  it('advance one stream and never go back', () => {
    fc.assert(
      fc.property(vector, fc.nat(2), count, (start, which, to) => {
        const stream = streams[which] ?? ('' as StreamId)
        const advanced = advanceVector(start, stream, to)
        expect(advanced.get(stream) ?? 0).toBe(Math.max(start.get(stream) ?? 0, to))
        expect(includesVector(advanced, start)).toBe(true)
      }),
    )
  })

  it('lack exactly what brings them level', () => {
    fc.assert(
      fc.property(vector, vector, (held, other) => {
        let level = other
        for (const { stream, from, to } of lackingRanges(held, other)) {
          expect(level.get(stream) ?? 0).toBe(from)
          level = advanceVector(level, stream, to)
        }
        expect(compareVectors(level, mergeVectors(held, other))).toBe('equal')
      }),
    )
  })

  it('lack nothing of an empty one', () => {
    expect(lackingRanges(emptyVector, emptyVector)).toEqual([])
  })
})
