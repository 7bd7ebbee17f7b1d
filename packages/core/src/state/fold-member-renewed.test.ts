import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../model/index.ts'
import { foldLog } from './checkpoint.ts'
import type { ClusterState } from './cluster-state.ts'
import { down, ejected, joined, nameOf, put, Scribe, storeOf } from './entries.fixture.ts'
import { isMember, memberNamed, recordOf, rosterOf, supersederOf } from './select.ts'

const roster = (state: ClusterState): readonly string[] =>
  rosterOf(state).map(({ name, store }) => `${name}=${store.slice(0, 1)}`)
const outcome = (state: ClusterState, entry: LogEntry | undefined): string | undefined => {
  const found = entry && state.outcomes.get(entry)
  return found?.kind === 'void' ? found.reason : found?.kind
}
const supersederIn = (state: ClusterState, store: string): string | undefined =>
  supersederOf(state, storeOf(store))?.store.slice(0, 1)

describe('a store that hands its place to a new one', () => {
  it('is out, and the new one is the same member, with its info, and without its verdict', () => {
    const scribe = new Scribe()
    const info = { kind: 'member-info-changed', info: { role: 'db' } } as const
    const log = [
      ...scribe.cluster('b'),
      scribe.write('b', info),
      scribe.write('a', down('b')),
      scribe.write('b', joined('d', 'b', 'b')),
    ]
    const state = foldLog(log)
    expect(roster(state)).toEqual(['a=a', 'b=d'])
    expect(recordOf(state, storeOf('b'))).toMatchObject({ status: 'replaced', ended: log[4] })
    const now = recordOf(state, storeOf('d'))
    expect(now).toMatchObject({ info: { role: 'db' }, infoSet: log[2], down: undefined })
    expect([now?.downTimes.length, state.memberCount]).toEqual([1, 2])
  })

  it('writes nothing after it, and what it wrote before stays', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      scribe.write('b', put('k', 1)),
      scribe.write('b', joined('d', 'b', 'b')),
      scribe.write('b', put('k', 2)),
      scribe.write('d', put('j', 3)),
    ]
    const state = foldLog(log)
    expect([state.values.get('k')?.value, state.values.get('j')?.value]).toEqual([1, 3])
    expect(outcome(state, log[4])).toBe('author-not-member')
  })

  it('does so once: the first in order counts, whoever else was told of later is superseded', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      scribe.write('b', joined('d', 'b', 'b')),
      scribe.write('b', joined('e', 'b', 'b')),
    ]
    const state = foldLog(log)
    expect(roster(state)).toEqual(['a=a', 'b=d'])
    expect(outcome(state, log[3])).toBe('author-not-member')
    expect(['b', 'e', 'd', 'a'].map((store) => supersederIn(state, store))).toEqual([
      'd',
      'd',
      undefined,
      undefined,
    ])
  })

  it('may be renewed again: superseded are all before the last', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      scribe.write('b', joined('d', 'b', 'b')),
      scribe.write('d', joined('e', 'b', 'd')),
    ]
    const state = foldLog(log)
    expect(roster(state)).toEqual(['a=a', 'b=e'])
    expect(['b', 'd'].map((store) => supersederIn(state, store))).toEqual(['e', 'e'])
  })

  it('alone is a cluster still', () => {
    const scribe = new Scribe()
    const state = foldLog([...scribe.cluster(), scribe.write('a', joined('d', 'a', 'a'))])
    expect(roster(state)).toEqual(['a=d'])
  })

  it('has no place to hand on once it is out; nor is who replaced it its superseder then', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b', 'c'),
      scribe.write('a', ejected('b')),
      scribe.write('b', joined('d', 'b', 'b')),
      scribe.write('a', joined('e', 'c', 'c')),
    ]
    const state = foldLog(log)
    expect(roster(state)).toEqual(['a=a', 'c=e'])
    expect(isMember(state, storeOf('d'))).toBe(false)
    expect(['b', 'd', 'c'].map((store) => supersederIn(state, store))).toEqual(Array(3))
  })

  it('must be new: a store that was in before is not let in again', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b', 'c'), scribe.write('b', joined('c', 'b', 'b'))]
    const state = foldLog(log)
    expect(roster(state)).toEqual(['a=a', 'b=b', 'c=c'])
    expect(outcome(state, log[3])).toBe('already-member')
  })

  it('and is displaced stays so, under a name of its own, or gets the name if that is free', () => {
    const halves = (scribe: Scribe): LogEntry[] => [
      ...scribe.cluster(),
      scribe.write('a', joined('b', 'x')),
      scribe.write('a', joined('e', 'x')),
    ]
    const scribe = new Scribe()
    const taken = foldLog([...halves(scribe), scribe.write('e', joined('f', 'x', 'e'))])
    expect(roster(taken)).toEqual(['a=a', 'x=b', 'x#ffffffff=f'])
    expect(memberNamed(taken, nameOf('x#eeeeeeee'))).toBe(undefined)
    expect(memberNamed(taken, nameOf('x#ffffffff'))?.store).toBe(storeOf('f'))
    const other = new Scribe()
    const before = halves(other)
    const left = other.write('b', {
      kind: 'member-ejected',
      name: nameOf('x'),
      store: storeOf('b'),
    })
    const free = foldLog([...before, left, other.write('e', joined('f', 'x', 'e'))])
    expect(roster(free)).toEqual(['a=a', 'x=f'])
  })
})
