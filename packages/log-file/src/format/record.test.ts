import type { ClusterId, StoreId } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { decodeRecords, encodeCommit, hasLaterCommit } from './index.ts'
import type { SegmentHeader } from './index.ts'

const headerOf = (digit: string, segment: number): SegmentHeader => ({
  segment,
  entriesBefore: 10,
  identity: { store: digit.repeat(32) as StoreId, cluster: 'c'.repeat(32) as ClusterId },
})
const header = headerOf('a', 2)
const entry = (length: number): Uint8Array => new Uint8Array(length).fill(length)

/** Commits of one entry each, the first being the tenth of the log. */
const commits = (lengths: readonly number[], from = 10): Uint8Array =>
  Buffer.concat(
    lengths.map((length, i) => encodeCommit([entry(length)], { header, number: from + i })),
  )

describe('the beginning of a commit', () => {
  it('says how far all before it was durable, and ends no row of good records', () => {
    const bytes = commits([5, 0, 70])
    const { entries, end, lastCommit } = decodeRecords(bytes, { header, number: 10 })
    expect(entries.map(({ length }) => length)).toEqual([5, 0, 70])
    expect(end).toBe(bytes.length)
    expect(lastCommit).toEqual({ at: commits([5, 0]).length, entries: 2 })
  })

  it('is good in its place only', () => {
    const bytes = commits([5, 0, 70])
    expect(decodeRecords(bytes, { header, number: 11 }).end).toBe(0)
    const other = decodeRecords(bytes, { header: headerOf('b', 2), number: 10 })
    expect(other.end).toBe(0)
    expect(decodeRecords(bytes, { header: headerOf('a', 3), number: 10 }).end).toBe(0)
  })

  it('is found behind what cannot be read, whatever that is', () => {
    const bad = commits([5, 30, 70])
    const end = commits([5]).length
    for (let at = end; at < commits([5, 30]).length; at++) {
      const bytes = bad.map((byte, i) => (i === at ? byte ^ 255 : byte))
      const found = decodeRecords(bytes, { header, number: 10 })
      const number = 10 + found.entries.length
      expect(hasLaterCommit(bytes, found.end, { header, number })).toBe(true)
    }
  })

  it('is not found in a write that did not complete, nor in what somebody wrote', () => {
    const torn = commits([5, 300]).subarray(0, -1)
    const next = { header, number: 11 }
    expect(hasLaterCommit(torn, commits([5]).length, next)).toBe(false)
    const copies = [
      commits([5, 6], 9),
      encodeCommit([entry(5)], { header: headerOf('b', 2), number: 99 }),
      encodeCommit([entry(5)], { header: headerOf('a', 3), number: 99 }),
    ]
    for (const copy of copies) {
      const bytes = encodeCommit([copy, entry(300)], { header, number: 11 }).subarray(0, -1)
      expect(hasLaterCommit(bytes, 0, next)).toBe(false)
    }
    const ahead = encodeCommit([commits([5], 99)], { header, number: 11 })
    expect(hasLaterCommit(ahead, 0, next)).toBe(true)
  })
})
