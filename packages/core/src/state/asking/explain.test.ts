import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../model/index.ts'
import {
  addressOf,
  deleted,
  down,
  ejected,
  founded,
  joined,
  put,
  Scribe,
  up,
} from '../entries.fixture.ts'
import { foldLog } from '../checkpoint.ts'
import {
  explain,
  explainEntries,
  type MentionedEntry,
  type ExplanationSubject as Subject,
} from './explain.ts'

/** Each entry as its author, kind and outcome, and what it overrode by its number in the log. */
const explained = (log: readonly LogEntry[], subject: Subject) => {
  const numberOf = ({ id }: MentionedEntry): number =>
    log.findIndex(({ stream, seq }) => stream === id.stream && seq === id.seq)
  return explain(foldLog(log), log, subject).map((one) => [
    one.by,
    one.event.kind,
    one.outcome,
    one.overrode.map(numberOf),
    one.overriddenBy.map(numberOf),
  ])
}

describe('why a key is as it is', () => {
  const scribe = new Scribe()
  const start = [scribe.write('a', founded('a')), scribe.write('a', joined('b'))]
  const first = scribe.write('a', put('k', 1))
  const knowing = scribe.write('b', put('k', 2, first))
  const unknowing = scribe.write('a', deleted('k', first))
  const other = scribe.write('a', put('other', 1))
  const stranger = scribe.write('x', put('k', 4))
  const log = [...start, first, knowing, unknowing, other, stranger]

  it('is every write of it, what became of each, and which took the place of which', () => {
    expect(explained(log, { key: 'k' })).toEqual([
      ['a', 'state-info-put', 'overridden', [], [3]],
      ['b', 'state-info-put', 'lost', [2], [4]],
      ['a', 'state-info-deleted', 'stands', [3], []],
      [undefined, 'state-info-put', 'void', [], []],
    ])
  })

  it('names whom it overrode, by whom it was overridden and why it is void', () => {
    const [, lost, , nothing] = explain(foldLog(log), log, { key: 'k' })
    const { stream, seq } = first
    expect(lost?.overrode).toEqual([{ id: { stream, seq }, by: 'a', at: first.hlc.l }])
    expect(lost?.overriddenBy).toMatchObject([{ by: 'a', at: unknowing.hlc.l }])
    expect([lost?.voidReason, nothing?.voidReason]).toEqual([undefined, 'author-not-member'])
  })

  it('is the same from entries alone, in whatever order they come', () => {
    const whole = explain(foldLog(log), log, { key: 'k' })
    expect(explainEntries(log.toReversed(), { key: 'k' })).toEqual(whole)
  })

  it('is nothing for a key nobody wrote', () => {
    expect(explained(log, { key: 'nothing' })).toEqual([])
  })
})

describe('why a member is as it is', () => {
  it('is what admitted it, judged it and ended it, lives before included', () => {
    const scribe = new Scribe()
    const log = [
      scribe.write('a', founded('a')),
      scribe.write('a', joined('b')),
      scribe.write('a', down('b')),
      scribe.write('a', ejected('b')),
      scribe.write('a', joined('c', 'b')),
    ]
    expect(explained(log, { name: 'b' })).toEqual([
      ['a', 'member-joined', 'overridden', [], [3]],
      ['a', 'member-down', 'overridden', [], [3]],
      ['a', 'member-ejected', 'stands', [1, 2], []],
      ['a', 'member-joined', 'stands', [], []],
    ])
  })

  it('is told part by part: an entry stands while any part rests on it', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      scribe.write('b', { kind: 'member-moved', address: addressOf('new') }),
      scribe.write('b', { kind: 'member-info-changed', info: { rack: 7 } }),
      scribe.write('b', { kind: 'member-info-changed', info: { rack: 8 } }),
      scribe.write('a', down('b')),
      scribe.write('a', up('b')),
    ]
    expect(explained(log, { name: 'b' })).toEqual([
      ['a', 'member-joined', 'stands', [], [2]],
      ['b', 'member-moved', 'stands', [1], []],
      ['b', 'member-info-changed', 'overridden', [], [4]],
      ['b', 'member-info-changed', 'stands', [3], []],
      ['a', 'member-down', 'overridden', [], [6]],
      ['a', 'member-up', 'stands', [5], []],
    ])
  })

  it('is, for one that replaced another, what ended that one', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('a', joined('c', 'b', 'b'))]
    expect(explained(log, { name: 'b' })).toEqual([
      ['a', 'member-joined', 'overridden', [], [2]],
      ['a', 'member-joined', 'stands', [1], []],
    ])
  })

  it('goes on where a store hands its place to a new one: what it said of itself stands', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      scribe.write('b', { kind: 'member-info-changed', info: { rack: 7 } }),
      scribe.write('b', joined('c', 'b', 'b')),
      scribe.write('c', { kind: 'member-info-changed', info: { rack: 8 } }),
    ]
    const handed = log.slice(0, -1)
    expect(explained(handed, { name: 'b' })).toEqual([
      ['a', 'member-joined', 'overridden', [], [3]],
      ['b', 'member-info-changed', 'stands', [], []],
      ['b', 'member-joined', 'stands', [1], []],
    ])
    expect(explained(log, { name: 'b' }).slice(1)).toEqual([
      ['b', 'member-info-changed', 'overridden', [], [4]],
      ['b', 'member-joined', 'stands', [1], []],
      ['b', 'member-info-changed', 'stands', [2], []],
    ])
  })

  it('has the admission that never counted, since its author was out', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      scribe.write('a', ejected('b')),
      scribe.write('b', joined('c')),
    ]
    expect(explained(log, { name: 'c' })).toEqual([['b', 'member-joined', 'void', [], []]])
  })

  it('tells leaving from being ejected', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b', 'c'),
      scribe.write('b', ejected('b')),
      scribe.write('a', ejected('c')),
    ]
    const leaves = (name: string): boolean[] =>
      explain(foldLog(log), log, { name }).map(({ isLeave }) => isLeave)
    expect([leaves('b'), leaves('c')]).toEqual([
      [false, true],
      [false, false],
    ])
  })
})
