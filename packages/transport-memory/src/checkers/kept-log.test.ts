import type { LogIdentity, Recovered } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { KeptLog } from './kept-log.ts'

const identityOf = (n: number): LogIdentity =>
  ({ store: String(n).repeat(32), cluster: 'c'.repeat(32) }) as LogIdentity
const bytesOf = (...entries: readonly number[]): readonly Uint8Array[] =>
  entries.map((n) => new Uint8Array([n]))

const found = (n: number | undefined, ...entries: readonly number[]): Recovered => ({
  identity: n === undefined ? undefined : identityOf(n),
  entries: bytesOf(...entries),
  repairs: [],
})

/** A store that was opened, started a log and called entries 1 and 2 durable, and 3 not yet. */
function used(): KeptLog {
  const kept = new KeptLog()
  expect(kept.opened('a/1', found(undefined))).toEqual([])
  kept.starts(identityOf(1), [])('durable', 0)
  kept.appends(bytesOf(1))('durable', 10)
  kept.appends(bytesOf(2))('durable', 20)
  kept.appends(bytesOf(3))
  return kept
}

describe('a log that was kept', () => {
  it.each([
    ['all that was durable', [1, 2]],
    ['what was under way as well', [1, 2, 3]],
  ])('holds %s', (_, entries) => {
    expect(used().opened('a/2', found(1, ...entries))).toEqual([])
  })

  it.each([
    ['S8', 'less than was durable', found(1, 1)],
    ['S8', 'nothing', found(undefined)],
    ['S8', 'the log of another', found(2)],
    ['S1', 'other bytes', found(1, 1, 9)],
    ['S1', 'another order', found(1, 2, 1)],
    ['S1', 'more than was ever asked for', found(1, 1, 2, 3, 4)],
  ])('%s: does not hold %s', (invariant, _, recovered) => {
    expect(used().opened('a/2', recovered)).toEqual([
      expect.stringMatching(new RegExp(`^${invariant}: .*a/2`)),
    ])
  })

  it('holds at the next start what it was found with, be it more than was said', () => {
    const kept = used()
    kept.opened('a/2', found(1, 1, 2, 3))
    expect(kept.opened('a/3', found(1, 1, 2))).toEqual([
      'S8: a/3 lost 1 entries behind 2 that its log called durable',
    ])
  })

  it('holds once what was refused first and taken when it came again', () => {
    const kept = used()
    kept.appends(bytesOf(4))('refused', 30)
    kept.appends(bytesOf(4))('durable', 40)
    kept.appends(bytesOf(5))('durable', 50)
    expect(kept.opened('a/2', found(1, 1, 2, 3, 4, 5))).toEqual([])
  })

  it('may hold what was refused, or not, and what came after it in any case', () => {
    for (const entries of [
      [1, 2, 4, 6],
      [1, 2, 6],
    ]) {
      const kept = new KeptLog()
      kept.opened('a/1', found(1, 1, 2))
      kept.appends(bytesOf(4, 5))('refused', 30)
      kept.appends(bytesOf(6))('durable', 40)
      expect(kept.opened('a/2', found(1, ...entries))).toEqual([])
    }
  })

  it('is the one that was begun last, unless that is not said to be durable', () => {
    const begun = (isDurable: boolean): KeptLog => {
      const kept = used()
      const ended = kept.starts(identityOf(2), [])
      if (isDurable) ended('durable', 30)
      return kept
    }
    expect(begun(false).opened('a/2', found(1, 1, 2))).toEqual([])
    expect(begun(false).opened('a/2', found(2))).toEqual([])
    expect(begun(true).opened('a/2', found(2))).toEqual([])
    expect(begun(true).opened('a/2', found(1, 1, 2))).toHaveLength(1)
  })

  it('goes on where there was no room for the next one', () => {
    const kept = used()
    const ended = kept.starts(identityOf(2), bytesOf(1, 2))
    kept.appends(bytesOf(5))('refused', 30)
    ended('refused', 30)
    kept.appends(bytesOf(4))('durable', 40)
    expect(kept.opened('a/2', found(1, 1, 2, 3, 4))).toEqual([])
    expect(kept.opened('a/3', found(1, 1, 2))).toHaveLength(1)
  })

  it('holds what it was begun with, if it is said to be durable', () => {
    const kept = used()
    kept.starts(identityOf(2), bytesOf(7, 8))('durable', 30)
    kept.appends(bytesOf(9))
    expect(kept.opened('a/2', found(2, 7, 8))).toEqual([])
    expect(kept.opened('a/3', found(2, 7))).toHaveLength(1)
  })

  it('is not damaged unless a bit flipped, on this disk or in a copy of it', () => {
    const detail = 'entry 1 is damaged'
    const wrong = [`S8: no bit of the disk of a/2 flipped, and ${detail}`]
    const kept = used()
    expect(kept.damaged('a/2', detail)).toEqual(wrong)
    kept.rotted()
    expect(kept.damaged('a/2', detail)).toEqual([])
    kept.replaced('older')
    expect(kept.damaged('a/2', detail)).toEqual([])
    const copy = new KeptLog()
    copy.copied(kept)
    expect(copy.damaged('a/2', detail)).toEqual([])
    kept.replaced('empty')
    expect(kept.damaged('a/2', detail)).toEqual(wrong)
    kept.replaced('older')
    expect(kept.damaged('a/2', detail)).toEqual([])
  })

  it('has a store that owes all it acknowledged, unless the disk is an older one or is rotten', () => {
    const kept = used()
    expect(kept.store).toBe(identityOf(1).store)
    kept.replaced('older')
    kept.opened('a/2', found(1))
    expect(kept.store).toBe(undefined)
    kept.replaced('empty')
    expect(kept.store).toBe(undefined)
    kept.starts(identityOf(2), [])
    expect(kept.store).toBe(identityOf(2).store)
    kept.rotted()
    expect(kept.store).toBe(undefined)
  })

  it('may be anything once the disk is another', () => {
    for (const by of ['empty', 'older'] as const) {
      const kept = used()
      kept.replaced(by)
      expect(kept.opened('a/2', found(7, 9))).toEqual([])
      expect(kept.opened('a/3', found(7))).toHaveLength(1)
    }
  })

  it('may lack what was durable last once bits flipped, without a word, and nothing else', () => {
    const rotten = (...entries: readonly number[]): readonly string[] => {
      const kept = used()
      kept.rotted()
      return kept.opened('a/2', found(1, ...entries))
    }
    expect(rotten(1)).toEqual([])
    expect(rotten(1, 2)).toEqual([])
    expect(rotten()).toHaveLength(1)
    expect(rotten(1, 9)).toHaveLength(1)
  })
})
