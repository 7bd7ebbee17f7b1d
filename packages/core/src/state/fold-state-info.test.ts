import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../model/index.ts'
import { foldLog } from './checkpoint.ts'
import { deleted, ejected, put, Scribe } from './entries.fixture.ts'
import { valueOf } from './select.ts'

const begin = (): { scribe: Scribe; log: LogEntry[] } => {
  const scribe = new Scribe()
  return { scribe, log: scribe.cluster('b', 'c') }
}

describe('a key of the state info', () => {
  it('is what was put last', () => {
    const { scribe, log } = begin()
    const first = scribe.write('a', put('k', 1))
    const second = scribe.write('b', put('k', 2, first))
    const state = foldLog([...log, first, second])
    expect(valueOf(state, 'k')).toBe(2)
    expect(state.values.get('k')?.set).toBe(second)
    expect(state.outcomes.size).toBe(0)
    expect(state.ts).toEqual({ author: 'b', counter: 5 })
    expect(state.tsold).toEqual({ author: 'a', counter: 4 })
  })

  it('A1: a put that did not know of the other wins by order, and the other is lost to it', () => {
    const { scribe, log } = begin()
    const first = scribe.write('a', put('k', 1))
    const second = scribe.write('b', put('k', 2))
    const state = foldLog([...log, first, second])
    expect(valueOf(state, 'k')).toBe(2)
    expect(state.outcomes.get(first)).toEqual({ kind: 'lost', entry: first, to: second })
    expect(state.outcomes.has(second)).toBe(false)
  })

  it('A1: a third that knew the lost one, not the winner, makes the winner lost too', () => {
    const { scribe, log } = begin()
    const first = scribe.write('a', put('k', 1))
    const second = scribe.write('b', put('k', 2))
    const third = scribe.write('c', put('k', 3, first))
    const state = foldLog([...log, first, second, third])
    expect(state.outcomes.get(first)).toMatchObject({ kind: 'lost', to: second })
    expect(state.outcomes.get(second)).toMatchObject({ kind: 'lost', to: third })
  })

  it('A2: a put that did not know of a deletion revives the key, and the deletion is lost', () => {
    const { scribe, log } = begin()
    const first = scribe.write('a', put('k', 1))
    const gone = scribe.write('a', deleted('k', first))
    const revived = scribe.write('b', put('k', 2, first))
    const state = foldLog([...log, first, gone, revived])
    expect(valueOf(state, 'k')).toBe(2)
    expect(state.outcomes.get(gone)).toMatchObject({ kind: 'lost', to: revived })
    expect(state.outcomes.has(first)).toBe(false)
  })

  it('A2: a deletion that did not know of a put removes it, and the put is lost', () => {
    const { scribe, log } = begin()
    const first = scribe.write('a', put('k', 1))
    const second = scribe.write('b', put('k', 2, first))
    const gone = scribe.write('a', deleted('k', first))
    const state = foldLog([...log, first, second, gone])
    expect(valueOf(state, 'k')).toBeUndefined()
    expect(state.outcomes.get(second)).toMatchObject({ kind: 'lost', to: gone })
  })

  it('counts a tombstone as a record: a put with no basis over it is a conflict', () => {
    const { scribe, log } = begin()
    const first = scribe.write('a', put('k', 1))
    const gone = scribe.write('a', deleted('k', first))
    const blind = scribe.write('b', put('k', 2))
    const knowing = scribe.write('b', put('k', 2, gone))
    expect(foldLog([...log, first, gone, blind]).outcomes.get(gone)?.kind).toBe('lost')
    expect(foldLog([...log, first, gone, knowing]).outcomes.size).toBe(0)
  })

  it('is no conflict where nothing is, whatever the basis', () => {
    const { scribe, log } = begin()
    log.push(scribe.write('a', ejected('b')))
    const unseen = scribe.write('b', put('k', 1))
    const based = scribe.write('c', put('k', 2, unseen))
    const state = foldLog([...log, unseen, based])
    expect(state.outcomes.get(unseen)).toMatchObject({ kind: 'void' })
    expect(state.outcomes.size).toBe(1)
    expect(valueOf(state, 'k')).toBe(2)
  })
})
