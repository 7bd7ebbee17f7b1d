import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppendVector } from '../collections/index.ts'
import type { LogEntry } from '../model/index.ts'
import type { Changes } from './change.ts'
import { changesBetween, noChanges, sameValue } from './change.ts'
import { advance, emptyCheckpoints } from './checkpoint.ts'
import type { ClusterState } from './cluster-state.ts'
import {
  addressOf,
  deleted,
  down,
  ejected,
  joined,
  put,
  Scribe,
  storeOf,
  up,
} from './entries.fixture.ts'
import { someLog } from './logs.fixture.ts'

interface Arrival {
  readonly before: readonly LogEntry[]
  readonly after: readonly LogEntry[]
  readonly own?: string
}

function transitionOf({ before, after, own = 'a' }: Arrival) {
  const known = advance(emptyCheckpoints, AppendVector.of(before), 0).checkpoints
  const held = new Set(before)
  const position = after.findIndex((entry) => !held.has(entry))
  const from = position < 0 ? after.length : position
  const { checkpoints, touched } = advance(known, AppendVector.of(after), from)
  return { before: known.state, after: checkpoints.state, touched, own: storeOf(own) }
}

const changes = (arrival: Arrival): Changes => changesBetween(transitionOf(arrival))

const only = (part: Partial<Changes>): Changes => ({ ...noChanges, ...part })

describe('roster notices', () => {
  const roster = (kind: string, store: string, by: string | undefined): object => ({
    roster: [{ kind, name: store, store: storeOf(store), by }],
  })

  it.each([
    ['joins', [], joined('d'), roster('member-joined', 'd', 'b')],
    ['is ejected', [], ejected('c'), roster('member-ejected', 'c', 'b')],
    ['leaves', [], ejected('b'), roster('member-left', 'b', 'b')],
    ['is down', [], down('c'), roster('member-down', 'c', 'b')],
    ['is up', [down('c')], up('c'), roster('member-up', 'c', undefined)],
    [
      'moves',
      [],
      { kind: 'member-moved' as const, address: addressOf('new') },
      roster('member-moved', 'b', 'b'),
    ],
    ['is down still', [down('c')], down('c', 'another'), {}],
  ])('one %s', (_, given, event, expected) => {
    const scribe = new Scribe()
    const before = [
      ...scribe.cluster('b', 'c'),
      ...given.map((earlier) => scribe.write('a', earlier)),
    ]
    const after = [...before, scribe.write('b', event)]
    expect(changes({ before, after })).toEqual(only(expected as Partial<Changes>))
  })

  it('a store takes over another: one goes, one comes', () => {
    const scribe = new Scribe()
    const before = scribe.cluster('b')
    const after = [...before, scribe.write('a', joined('d', 'b', 'b'))]
    expect(changes({ before, after }).roster.map(({ kind, store }) => [kind, store])).toEqual([
      ['member-joined', storeOf('d')],
      ['member-replaced', storeOf('b')],
    ])
  })

  it('a late ejection takes back what the ejected one did', () => {
    const scribe = new Scribe()
    const begun = scribe.cluster('b', 'c')
    const late = scribe.write('a', ejected('b'))
    const later = [scribe.write('b', ejected('c')), scribe.write('b', put('k', 1))]
    const arrival = { before: [...begun, ...later], after: [...begun, late, ...later] }
    const told = changes(arrival)
    expect(told.roster.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
      'member-ejected b',
      'member-joined c',
    ])
    expect(told.keys).toEqual([{ key: 'k', was: 1, now: undefined }])
    expect(told.voids).toEqual([])
    expect(changes({ ...arrival, own: 'b' }).voids).toEqual([
      {
        kind: 'void',
        entry: { stream: later[0]?.stream, seq: 0 },
        event: 'member-ejected',
        reason: 'author-not-member',
      },
      {
        kind: 'void',
        entry: { stream: later[1]?.stream, seq: 1 },
        event: 'state-info-put',
        reason: 'author-not-member',
      },
    ])
  })

  it('a late join of the same name displaces this member', () => {
    const scribe = new Scribe()
    const begun = scribe.cluster('b')
    const late = scribe.write('a', joined('d', 'x'))
    const mine = scribe.write('b', joined('e', 'x'))
    const arrival = { before: [...begun, mine], after: [...begun, late, mine] }
    expect(changes({ ...arrival, own: 'e' }).displaced).toEqual([
      { kind: 'displaced', name: 'x', now: 'x#eeeeeeee' },
    ])
    expect(changes({ ...arrival, own: 'd' }).displaced).toEqual([])
  })
})

describe('conflicts', () => {
  const scribe = new Scribe()
  const begun = scribe.cluster('b')
  const mine = scribe.write('a', put('k', 1))
  const theirs = scribe.write('b', put('k', 2))
  const more = scribe.write('b', put('other', 3))

  it('are told to the author of the lost write only', () => {
    const arrival = { before: [...begun, mine], after: [...begun, mine, theirs] }
    expect(changes(arrival)).toEqual(
      only({
        conflicts: [
          {
            kind: 'conflict',
            key: 'k',
            lost: { stream: mine.stream, seq: mine.seq },
            lostValue: 1,
            won: { stream: theirs.stream, seq: theirs.seq },
            wonValue: 2,
          },
        ],
        keys: [{ key: 'k', was: 1, now: 2 }],
      }),
    )
    expect(changes({ ...arrival, own: 'b' }).conflicts).toEqual([])
  })

  it('are told when the lost write is the one that comes late', () => {
    const arrival = { before: [...begun, theirs], after: [...begun, mine, theirs] }
    expect(changes(arrival).conflicts).toHaveLength(1)
    expect(changes(arrival).keys).toEqual([])
  })

  it('are told once, not at every replay', () => {
    const arrival = {
      before: [...begun, mine, theirs],
      after: [...begun, more, mine, theirs],
    }
    expect(changes(arrival).conflicts).toEqual([])
  })

  it('tell a deletion that lost', () => {
    const gone = scribe.write('a', deleted('k', mine))
    const arrival = {
      before: [...begun, mine, gone],
      after: [...begun, mine, gone, theirs],
    }
    expect(changes(arrival).conflicts).toMatchObject([{ lostValue: undefined, wonValue: 2 }])
  })
})

describe('keys', () => {
  it('are told only where the value is another', () => {
    const scribe = new Scribe()
    const begun = scribe.cluster('b')
    const first = scribe.write('a', put('k', { x: [1] }))
    const same = scribe.write('a', put('k', { x: [1] }, first))
    expect(changes({ before: [...begun, first], after: [...begun, first, same] })).toEqual(
      noChanges,
    )
  })

  it('are compared by content', () => {
    expect(sameValue(new Uint8Array([1]), new Uint8Array([1]))).toBe(true)
    expect(sameValue(new Uint8Array([1]), new Uint8Array([2]))).toBe(false)
    expect(sameValue(new Uint8Array([1]), [1])).toBe(false)
    expect(sameValue([1], { 0: 1 })).toBe(false)
    expect(sameValue({ a: null }, { a: null })).toBe(true)
    expect(sameValue({ a: null }, { b: null })).toBe(false)
    expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false)
    expect(sameValue(undefined, null)).toBe(false)
  })
})

describe('what is touched', () => {
  const differing = <K, V>(
    before: { get(key: K): V | undefined },
    after: { entries(): Iterable<[K, V]> },
  ): K[] => [...after.entries()].flatMap(([key, now]) => (before.get(key) === now ? [] : [key]))
  const content = (state: ClusterState) => ({
    stores: new Map([...state.stores.entries()].map(([k, v]) => [k, JSON.stringify(v)])),
    values: new Map([...state.values.entries()].map(([k, v]) => [k, JSON.stringify(v)])),
  })

  it('holds every store and key that differs, wherever entries come in', () => {
    fc.assert(
      fc.property(
        someLog,
        fc.array(fc.boolean(), { minLength: 70, maxLength: 70 }),
        (log, late) => {
          const before = log.filter((_, index) => !(late[index] ?? false))
          const transition = transitionOf({ before, after: log })
          const was = content(transition.before)
          const now = content(transition.after)
          const { stores, keys } = transition.touched
          const missed = [
            ...differing(was.stores, now.stores).filter((store) => !stores.has(store)),
            ...differing(now.stores, was.stores).filter((store) => !stores.has(store)),
            ...differing(was.values, now.values).filter((key) => !keys.has(key)),
            ...differing(now.values, was.values).filter((key) => !keys.has(key)),
          ]
          expect(missed).toEqual([])
        },
      ),
    )
  })
})
