import { createHash } from 'node:crypto'
import type { StoreTag } from '../../model/index.ts'
import { type Ring, ringOf } from './index.ts'

/** Tags as stores draw them, the same in every run of a test. */
export const tagsOf = (count: number): readonly StoreTag[] =>
  Array.from({ length: count }, (_, i) => {
    const digest = createHash('sha256').update(`store ${i}`).digest('hex')
    return digest.slice(0, 16) as StoreTag
  })

/** The ring as each of its members has it, in the order of the ring. */
export const ringsOf = (tags: readonly StoreTag[]): readonly Ring[] =>
  tags.map((own) => ringOf(tags, own)).toSorted((a, b) => a.own - b.own)

/** Pearson's chi-squared of these counts against equal ones. */
export function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}
