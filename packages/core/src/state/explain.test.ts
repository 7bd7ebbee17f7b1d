import { describe, expect, it } from 'vitest'
import { AppendVector } from '../collections/index.ts'
import type { LogEntry } from '../model/index.ts'
import { down, ejected, founded, joined, put, Scribe } from './entries.fixture.ts'
import { explain } from './explain.ts'
import { foldLog } from './checkpoint.ts'

const explained = (log: readonly LogEntry[], subject: { key: string } | { name: string }) =>
  explain(foldLog(log), AppendVector.of(log), subject).map(({ by, event, outcome }) => [
    by,
    event.kind,
    outcome,
  ])

describe('why a key is as it is', () => {
  it('is every write of it, and what became of each', () => {
    const scribe = new Scribe()
    const start = [scribe.write('a', founded('a')), scribe.write('a', joined('b'))]
    const first = scribe.write('a', put('k', 1))
    const knowing = scribe.write('b', put('k', 2, first))
    const unknowing = scribe.write('a', put('k', 3, first))
    const other = scribe.write('a', put('other', 1))
    const stranger = scribe.write('x', put('k', 4))
    const log = [...start, first, knowing, unknowing, other, stranger]
    expect(explained(log, { key: 'k' })).toEqual([
      ['a', 'state-info-put', 'overridden'],
      ['b', 'state-info-put', 'lost'],
      ['a', 'state-info-put', 'stands'],
      [undefined, 'state-info-put', 'void'],
    ])
  })

  it('is nothing for a key nobody wrote', () => {
    const scribe = new Scribe()
    expect(explained([scribe.write('a', founded('a'))], { key: 'k' })).toEqual([])
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
      ['a', 'member-joined', 'stands'],
      ['a', 'member-down', 'overridden'],
      ['a', 'member-ejected', 'stands'],
      ['a', 'member-joined', 'stands'],
    ])
  })

  it('tells leaving from being ejected', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b', 'c'),
      scribe.write('b', ejected('b')),
      scribe.write('a', ejected('c')),
    ]
    const leaves = (name: string): boolean[] =>
      explain(foldLog(log), AppendVector.of(log), { name }).map(({ isLeave }) => isLeave)
    expect([leaves('b'), leaves('c')]).toEqual([
      [false, true],
      [false, false],
    ])
  })
})
