import type { LogEntry } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { chainedStreams } from './chained-streams.ts'
import { equalState } from './equal-state.ts'
import { History, streamNamed } from '../histories.fixture.ts'
import { OneContent } from './one-content.ts'

const good = (): LogEntry[] => {
  const history = History.of('a', 'b')
  history.put('a', '1')
  history.add('b', { kind: 'run-started' }, { deps: new Map([[streamNamed('a'), 2]]) })
  history.put('b', '2')
  return history.log
}

/** The good log with one entry changed. */
const spoilt = (at: number, change: Partial<LogEntry>): LogEntry[] =>
  good().map((entry, i) => (i === at ? { ...entry, ...change } : entry))

const chained = (log: readonly LogEntry[]): readonly string[] => chainedStreams({ who: 'm', log })

describe('S1: one content', () => {
  it('finds nothing when members hold the same', () => {
    const contents = new OneContent()
    expect([...contents.see('a', good()), ...contents.see('b', good())]).toEqual([])
  })

  it('finds an id with two contents, on another member and much later', () => {
    const contents = new OneContent()
    contents.see('a', good())
    const other = new History()
    other.founded('a')
    other.put('a', 'another')
    expect(contents.see('b', other.log)).toEqual([
      expect.stringMatching(/^S1: b .*another content/),
    ])
  })

  it('finds a hash that is not of the bytes', () => {
    const found = new OneContent().see('a', spoilt(2, { bytes: new Uint8Array([1]) }))
    expect(found).toEqual([expect.stringMatching(/^S1: a .*not its bytes/)])
  })
})

describe('S2 and S3: chained streams', () => {
  it('finds nothing in a good log', () => {
    expect(chained(good())).toEqual([])
  })

  it.each([
    ['a gap', good().toSpliced(1, 1), /^S2: .* after 1 entries/],
    ['a broken chain', spoilt(2, { prev: new Uint8Array(32) }), /^S2: .*not linked/],
    ['a clock that stands still', spoilt(2, { hlc: { l: 1010, c: 0 } }), /^S3: the clock/],
    [
      'an order that is not total',
      good().toSpliced(1, 2, ...good().slice(1, 3).toReversed()),
      /^S3: .*order/,
    ],
    [
      'a dependency that is not there',
      spoilt(3, { deps: new Map([[streamNamed('a'), 9]]) }),
      /^S2: .*rests on .*not there/,
    ],
    [
      'a dependency that is not below',
      spoilt(3, { deps: new Map([[streamNamed('a'), 3]]), hlc: { l: 1020, c: 0 } }),
      /^S3: .*not above/,
    ],
  ])('finds %s', (_, log, expected) => {
    expect(chained(log)).toContainEqual(expect.stringMatching(expected))
  })
})

describe('S4: equal state', () => {
  const vector = new Map([
    [streamNamed('a'), 3],
    [streamNamed('b'), 1],
  ])
  const sameInAnotherOrder = new Map([...vector].toReversed())

  it('finds nothing while logs differ, or states are equal', () => {
    const shorter = new Map([[streamNamed('a'), 2]])
    const sights = [
      { who: 'a', vector, hash: '1' },
      { who: 'b', vector: sameInAnotherOrder, hash: '1' },
      { who: 'c', vector: shorter, hash: '2' },
    ]
    expect(equalState(sights)).toEqual([])
  })

  it('finds two that read one log differently', () => {
    const sights = [
      { who: 'a', vector, hash: '1' },
      { who: 'b', vector: sameInAnotherOrder, hash: '2' },
    ]
    expect(equalState(sights)).toEqual([expect.stringMatching(/^S4: b and a/)])
  })
})
