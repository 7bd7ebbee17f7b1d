import { describe, expect, it } from 'vitest'
import { AppendVector } from '../collections/index.ts'
import type { ClusterEvent, LogEntry } from '../model/index.ts'
import { advance, emptyCheckpoints, foldLog } from './checkpoint.ts'
import { ejected, joined, nameOf, Scribe, storeOf } from './entries.fixture.ts'
import { isMember, memberNamed, recordOf, rosterOf, wasMember } from './select.ts'
import { sameStates } from './same-states.fixture.ts'

/** All that may end the membership of b, and how it is called then. */
const endings: readonly (readonly [string, ClusterEvent, string])[] = [
  ['b', ejected('b'), 'left'],
  ['a', ejected('b'), 'ejected'],
  ['c', ejected('b'), 'ejected'],
  ['a', joined('d', 'b', 'b'), 'replaced'],
]

const orders = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) => {
        const others = items.filter((other) => other !== item)
        return orders(others).map((rest) => [item, ...rest])
      })

describe('leaving', () => {
  it('is the ejection of oneself, and of nobody else', () => {
    const scribe = new Scribe()
    const log = scribe.cluster('b', 'c')
    const leave = scribe.write('b', ejected('b'))
    const state = foldLog([...log, leave])
    expect(recordOf(state, storeOf('b'))).toMatchObject({ status: 'left', ended: leave })
    expect(rosterOf(state).map(({ name }) => name)).toEqual(['a', 'c'])
    expect(wasMember(state, nameOf('b'))).toBe(true)
  })

  it('of a displaced member leaves the name with its holder', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('a', joined('d', 'b'))]
    const leave = { ...ejected('d'), name: nameOf('b') } as ClusterEvent
    const state = foldLog([...log, scribe.write('d', leave)])
    expect(recordOf(state, storeOf('d'))?.status).toBe('left')
    expect(memberNamed(state, nameOf('b'))?.store).toBe(storeOf('b'))
  })

  it('is for good: the store never comes back, its name is free', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('b', ejected('b'))]
    const again = scribe.write('a', joined('b', 'again'))
    const next = scribe.write('a', joined('d', 'b'))
    const state = foldLog([...log, again, next])
    expect(isMember(state, storeOf('b'))).toBe(false)
    expect(state.outcomes.get(again)).toMatchObject({ kind: 'void', reason: 'already-member' })
    expect(memberNamed(state, nameOf('b'))?.store).toBe(storeOf('d'))
  })

  it('whatever comes first in order ends a membership and says how, in all 24 orders', () => {
    for (const order of orders(endings)) {
      const scribe = new Scribe()
      const log = scribe.cluster('b', 'c')
      for (const [by, event] of order) log.push(scribe.write(by, event))
      const [, , first] = order[0] ?? []
      expect(recordOf(foldLog(log), storeOf('b'))?.status).toBe(first)
      const voids = log.slice(-3).filter((entry) => foldLog(log).outcomes.has(entry))
      // A newcomer under the name of one that is out already is let in all the same.
      expect(voids.length).toBe(first === 'replaced' ? 3 : 2)
    }
  })

  it('means the same whichever of two arrives last', () => {
    for (const [[oneBy, one], [otherBy, other]] of endings.flatMap((a) =>
      endings.map((b) => [a, b] as const),
    )) {
      const scribe = new Scribe()
      const log = scribe.cluster('b', 'c')
      const late = scribe.write(oneBy, one)
      const early = scribe.write(otherBy, other)
      const held = AppendVector.of<LogEntry>([...log, early])
      const all = AppendVector.of<LogEntry>([...log, late, early])
      const { checkpoints } = advance(emptyCheckpoints, held, 0)
      const { state } = advance(checkpoints, all, log.length).checkpoints
      expect(sameStates(state, foldLog([...log, late, early]))).toBe(true)
    }
  })
})
