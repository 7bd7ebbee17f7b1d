import type { LogEntry, StateInfo, Value } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { foldsAgain } from './folds-again.ts'
import { History, storeNamed } from '../histories.fixture.ts'
import { meaningOf, stateInfoOf } from './reference.ts'
import type { Sight } from './sight.ts'

const namesIn = (log: readonly LogEntry[]): readonly string[] =>
  (stateInfoOf(meaningOf(log)).members ?? []).map(({ name }) => name)

const sightOf = (
  log: readonly LogEntry[],
  change: { readonly [key: string]: Value } = {},
): Sight => {
  const means = stateInfoOf(meaningOf(log))
  const stateInfo = { ...means, ts: ['a', 1], tsold: ['', 0], ...change } as unknown as StateInfo
  return { who: 'm', state: 'operational', log, vector: new Map(), hash: '', stateInfo }
}

describe('the reference', () => {
  it('an ejection counts if its author is still in, and never empties the roster', () => {
    const history = History.of('a', 'b', 'c')
    history.ejected('a', 'b')
    history.ejected('b', 'c')
    expect(namesIn(history.log)).toEqual(['a', 'c'])
    history.ejected('c', 'a')
    history.ejected('c', 'c')
    expect(namesIn(history.log)).toEqual(['c'])
  })

  it('an ejection of oneself is leaving, unless another ejected it before', () => {
    const history = History.of('a', 'b', 'c')
    history.ejected('b', 'b')
    history.ejected('a', 'b')
    history.ejected('a', 'c')
    history.ejected('c', 'c')
    const { stores } = meaningOf(history.log)
    expect([...stores.values()].map(({ status }) => status)).toEqual(['member', 'left', 'ejected'])
  })

  it('the last write in order wins; one that had not seen it makes it lost', () => {
    const history = History.of('a', 'b')
    const first = history.put('a', '1')
    const second = history.put('b', '2')
    const meaning = meaningOf(history.log)
    expect(meaning.values.get('x')).toBe(second)
    expect(meaning.outcomes.get(`${first.stream}.${first.seq}`)).toBe('lost')
  })

  it('a name that two halves gave away stays with the first', () => {
    const history = History.of('a', 'b')
    const other = { store: storeNamed('d'), name: 'b', address: 'd', replaces: null }
    history.add('a', { kind: 'member-joined', ...other })
    expect(namesIn(history.log)).toEqual(['a', 'b', 'b#dddddddd'])
  })
})

describe('S9 and S15: folds again', () => {
  const log = (): readonly LogEntry[] => {
    const history = History.of('a', 'b')
    history.put('b', '1')
    history.down('a', 'b')
    return history.log
  }

  it('finds nothing when a member says what its log means', () => {
    expect(foldsAgain(sightOf(log()))).toEqual([])
  })

  it.each([
    ['another value', { x: '2' }],
    ['a value too many', { y: '1' }],
    ['a member too few', { members: [{ name: 'a', address: 'a' }] }],
    [
      'another address',
      {
        members: [
          { name: 'a', address: 'q' },
          { name: 'b', address: 'b' },
        ],
      },
    ],
    ['a verdict forgotten', { failed: [] }],
    ['another replication factor', { replication: 2 }],
  ])('finds %s', (_, change) => {
    expect(foldsAgain(sightOf(log(), change))).toContainEqual(expect.stringMatching(/^S9: m says/))
  })

  it('finds a value forgotten', () => {
    const { x: _, ...stateInfo } = sightOf(log()).stateInfo
    const forgetful = { ...sightOf(log()), stateInfo: stateInfo as StateInfo }
    expect(foldsAgain(forgetful)).toHaveLength(1)
  })

  it('finds an empty roster, shown or in the log', () => {
    const nobody = new History()
    nobody.put('a', '1')
    const found = foldsAgain(sightOf(nobody.log))
    expect(found).toEqual([
      expect.stringMatching(/^S15: the log of m empties/),
      expect.stringMatching(/^S15: m shows/),
    ])
  })
})
