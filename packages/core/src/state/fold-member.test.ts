import { describe, expect, it } from 'vitest'
import type { LogEntry, StoreId } from '../model/index.ts'
import { foldLog } from './checkpoint.ts'
import type { ClusterState } from './cluster-state.ts'
import {
  addressOf,
  ejected,
  founded,
  joined,
  nameOf,
  put,
  Scribe,
  storeOf,
} from './entries.fixture.ts'
import { isMember, memberNamed, recordOf, rosterOf, wasMember } from './select.ts'

const roster = (state: ClusterState): string[] => rosterOf(state).map(({ name }) => name)
const outcome = (state: ClusterState, entry: LogEntry | undefined): string | undefined => {
  const found = entry && state.outcomes.get(entry)
  return found?.kind === 'void' ? found.reason : found?.kind
}
const ejectedOf = (store: StoreId, name: string): ReturnType<typeof ejected> => ({
  kind: 'member-ejected',
  store,
  name: nameOf(name),
})

describe('founding', () => {
  it('makes its author the only member', () => {
    const state = foldLog(new Scribe().cluster())
    expect(roster(state)).toEqual(['a'])
    expect(state.replicationFactor).toBe(2)
    expect(state.memberCount).toBe(1)
    expect(state.ts).toEqual({ author: 'a', counter: 1 })
    expect(state.tsold).toEqual({ author: '', counter: 0 })
  })

  it('happens once: a second is void', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster(), scribe.write('b', founded('b'))]
    const state = foldLog(log)
    expect(roster(state)).toEqual(['a'])
    expect(outcome(state, log[1])).toBe('not-the-founder')
    expect(state.ts.counter).toBe(1)
  })

  it('comes first: what is before it has no member for an author', () => {
    const scribe = new Scribe()
    const log = [scribe.write('a', put('k', 1)), ...scribe.cluster()]
    expect(outcome(foldLog(log), log[0])).toBe('author-not-member')
  })
})

describe('joining', () => {
  it('adds a member under a free name', () => {
    const state = foldLog(new Scribe().cluster('b'))
    expect(roster(state)).toEqual(['a', 'b'])
    expect(memberNamed(state, nameOf('b'))?.address).toBe('at-b')
    expect(state.ts).toEqual({ author: 'a', counter: 2 })
    expect(state.tsold).toEqual({ author: 'a', counter: 1 })
  })

  it('needs a member to say so', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster(), scribe.write('b', joined('b'))]
    const state = foldLog(log)
    expect(roster(state)).toEqual(['a'])
    expect(outcome(state, log[1])).toBe('author-not-member')
  })

  it.each([
    ['a member', []],
    ['a store that was ejected', [ejected('b')]],
    ['a store that was replaced', [joined('d', 'b', 'b')]],
  ])('is void for %s', (_, before) => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      ...before.map((event) => scribe.write('a', event)),
      scribe.write('a', joined('b', 'again')),
    ]
    const state = foldLog(log)
    expect(outcome(state, log.at(-1))).toBe('already-member')
    expect(memberNamed(state, nameOf('again'))).toBeUndefined()
  })

  it('replaces the holder of the name if it names that one', () => {
    const scribe = new Scribe()
    const state = foldLog([...scribe.cluster('b'), scribe.write('a', joined('d', 'b', 'b'))])
    expect(roster(state)).toEqual(['a', 'b'])
    expect(memberNamed(state, nameOf('b'))?.store).toBe(storeOf('d'))
    expect(recordOf(state, storeOf('b'))?.status).toBe('replaced')
    expect(state.memberCount).toBe(2)
  })

  it('voids what a replaced store says afterwards', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('a', joined('d', 'b', 'b'))]
    const late = scribe.write('b', put('k', 1))
    expect(outcome(foldLog([...log, late]), late)).toBe('author-not-member')
  })

  it('takes a name that is free again, whatever it says to replace', () => {
    const scribe = new Scribe()
    const state = foldLog([
      ...scribe.cluster('b'),
      scribe.write('a', ejected('b')),
      scribe.write('a', joined('d', 'b', 'b')),
    ])
    expect(memberNamed(state, nameOf('b'))?.store).toBe(storeOf('d'))
    expect(recordOf(state, storeOf('b'))?.status).toBe('ejected')
  })

  it('A5: of two that each half admitted the later is listed beside the name', () => {
    const scribe = new Scribe()
    const state = foldLog([
      ...scribe.cluster('b'),
      scribe.write('a', joined('d', 'x')),
      scribe.write('b', joined('e', 'x')),
    ])
    expect(roster(state)).toEqual(['a', 'b', 'x', 'x#eeeeeeee'])
    expect(memberNamed(state, nameOf('x'))?.store).toBe(storeOf('d'))
    expect(memberNamed(state, nameOf('x#eeeeeeee'))?.store).toBe(storeOf('e'))
  })

  it('A5: two replacements of one dead store: the later is listed beside the name', () => {
    const scribe = new Scribe()
    const state = foldLog([
      ...scribe.cluster('b', 'c'),
      scribe.write('a', joined('d', 'c', 'c')),
      scribe.write('b', joined('e', 'c', 'c')),
    ])
    expect(roster(state)).toEqual(['a', 'b', 'c', 'c#eeeeeeee'])
    expect(recordOf(state, storeOf('c'))?.status).toBe('replaced')
    expect(state.memberCount).toBe(4)
  })

  it('leaves the name with its holder when one listed beside it goes', () => {
    const scribe = new Scribe()
    const state = foldLog([
      ...scribe.cluster('b'),
      scribe.write('a', joined('d', 'x')),
      scribe.write('b', joined('e', 'x')),
      scribe.write('a', ejectedOf(storeOf('e'), 'x')),
    ])
    expect(roster(state)).toEqual(['a', 'b', 'x'])
    expect(memberNamed(state, nameOf('x'))?.store).toBe(storeOf('d'))
  })
})

describe('ejecting', () => {
  it('frees the name and ends what the store may say', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('a', ejected('b'))]
    const late = scribe.write('b', put('k', 1))
    const state = foldLog([...log, late])
    expect(roster(state)).toEqual(['a'])
    expect(isMember(state, storeOf('b'))).toBe(false)
    expect(wasMember(state, nameOf('b'))).toBe(true)
    expect(wasMember(state, nameOf('never'))).toBe(false)
    expect(outcome(state, late)).toBe('author-not-member')
    expect(state.values.get('k')).toBeUndefined()
  })

  it('is by store, whatever name it says', () => {
    const scribe = new Scribe()
    const state = foldLog([
      ...scribe.cluster('b'),
      scribe.write('a', ejectedOf(storeOf('b'), 'wrong')),
    ])
    expect(roster(state)).toEqual(['a'])
  })

  it.each(['b', 'f'])('is void for store %s, which is not a member (any more)', (store) => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('a', ejected('b'))]
    const again = scribe.write('a', ejected(store))
    const state = foldLog([...log, again])
    expect(outcome(state, again)).toBe('unknown-store')
    expect(state.ts.counter).toBe(3)
  })

  it('of oneself is leaving', () => {
    const scribe = new Scribe()
    const state = foldLog([...scribe.cluster('b'), scribe.write('b', ejected('b'))])
    expect(roster(state)).toEqual(['a'])
    expect(state.ts.author).toBe('b')
  })

  it('S15: of the last member is void', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('b', ejected('a'))]
    const last = scribe.write('b', ejected('b'))
    const state = foldLog([...log, last])
    expect(roster(state)).toEqual(['b'])
    expect(outcome(state, last)).toBe('last-member')
  })

  it('A4: of each other: the first in order stands, the other half survives', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b', 'c'),
      scribe.write('a', ejected('c')),
      scribe.write('c', ejected('a')),
      scribe.write('c', ejected('b')),
    ]
    const state = foldLog(log)
    expect(roster(state)).toEqual(['a', 'b'])
    expect(outcome(state, log.at(-1))).toBe('author-not-member')
    expect(outcome(state, log.at(-2))).toBe('author-not-member')
  })

  it('A3: against a rejoin that replaces: in either order the person is back', () => {
    const build = (first: 'eject' | 'rejoin'): ClusterState => {
      const scribe = new Scribe()
      const log = scribe.cluster('b', 'c')
      const eject = (): LogEntry => scribe.write('a', ejected('c'))
      const rejoin = (): LogEntry => scribe.write('b', joined('d', 'c', 'c'))
      return foldLog([...log, ...(first === 'eject' ? [eject(), rejoin()] : [rejoin(), eject()])])
    }
    const ejectFirst = build('eject')
    expect(memberNamed(ejectFirst, nameOf('c'))?.store).toBe(storeOf('d'))
    expect(recordOf(ejectFirst, storeOf('c'))?.status).toBe('ejected')
    const rejoinFirst = build('rejoin')
    expect(memberNamed(rejoinFirst, nameOf('c'))?.store).toBe(storeOf('d'))
    expect(recordOf(rejoinFirst, storeOf('c'))?.status).toBe('replaced')
  })
})

describe('what a member says of itself', () => {
  it('moves its own record', () => {
    const scribe = new Scribe()
    const moved = scribe.write('a', { kind: 'member-moved', address: addressOf('new') })
    const state = foldLog([...scribe.cluster('b'), moved])
    expect(memberNamed(state, nameOf('a'))?.address).toBe('new')
    expect(memberNamed(state, nameOf('b'))?.address).toBe('at-b')
  })

  it('replaces its whole info, and ends with its membership', () => {
    const scribe = new Scribe()
    const log = scribe.cluster('b')
    const first = scribe.write('b', { kind: 'member-info-changed', info: { one: 1 } })
    const second = scribe.write('b', { kind: 'member-info-changed', info: { two: 2 } })
    const state = foldLog([...log, first, second])
    expect(memberNamed(state, nameOf('b'))?.info).toEqual({ two: 2 })
    expect(memberNamed(state, nameOf('b'))?.infoSet).toBe(second)
    const gone = foldLog([...log, first, scribe.write('a', ejected('b'))])
    expect(recordOf(gone, storeOf('b'))?.info).toEqual({})
    expect(recordOf(gone, storeOf('b'))?.infoSet).toBeUndefined()
  })

  it('run-started has no effect at all, not even without membership', () => {
    const scribe = new Scribe()
    const log = scribe.cluster('b')
    const run = scribe.write('f', {
      kind: 'run-started',
      previous: { run: 'f'.repeat(16) as never, count: 3 },
    })
    const state = foldLog([...log, run])
    expect(state.ts.counter).toBe(2)
    expect(state.outcomes.size).toBe(0)
  })
})
