import { describe, expect, it } from 'vitest'
import { foldLog } from './checkpoint.ts'
import { down, ejected, joined, nameOf, Scribe, storeOf, up } from './entries.fixture.ts'
import { downTimesMax, downTimesSpanMs } from './fold-member.ts'
import { failedOf, memberNamed, recordOf } from './select.ts'

describe('a verdict', () => {
  it('stands until the store is up', () => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('a', down('b', 'silent'))]
    expect(failedOf(foldLog(log))).toEqual([{ name: 'b', reason: 'silent' }])
    expect(failedOf(foldLog([...log, scribe.write('b', up('b'))]))).toEqual([])
  })

  it('is the last in order', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      scribe.write('a', down('b', 'first')),
      scribe.write('b', down('b', 'second')),
    ]
    expect(failedOf(foldLog(log))).toEqual([{ name: 'b', reason: 'second' }])
  })

  it.each([
    ['ejected', ejected('b')],
    ['replaced', joined('d', 'b', 'b')],
  ])('ends with membership: %s', (_, end) => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b'), scribe.write('a', down('b')), scribe.write('a', end)]
    const state = foldLog(log)
    expect(failedOf(state)).toEqual([])
    expect(recordOf(state, storeOf('b'))?.down).toBeUndefined()
  })

  it.each([down('f'), up('f')])('is void about a store that is no member: $kind', (event) => {
    const scribe = new Scribe()
    const log = scribe.cluster('b')
    const about = scribe.write('a', event)
    const state = foldLog([...log, about])
    expect(state.outcomes.get(about)).toMatchObject({ kind: 'void', reason: 'unknown-store' })
    expect(state.ts.counter).toBe(2)
  })

  it('keeps the times of the last day', () => {
    const scribe = new Scribe()
    const log = scribe.cluster('b')
    const day = downTimesSpanMs
    for (const wall of [10_000, 20_000, day + 10_000, day + 15_000]) {
      log.push(scribe.write('a', down('b'), wall))
    }
    const record = memberNamed(foldLog(log), nameOf('b'))
    expect(record?.downTimes).toEqual([20_000, day + 10_000, day + 15_000])
  })

  it('keeps a bounded number of times', () => {
    const scribe = new Scribe()
    const log = scribe.cluster('b')
    for (let i = 0; i < downTimesMax + 5; i++) log.push(scribe.write('a', down('b')))
    const record = memberNamed(foldLog(log), nameOf('b'))
    expect(record?.downTimes.length).toBe(downTimesMax)
    expect(record?.downTimes.at(-1)).toBe(log.at(-1)?.hlc.l)
  })
})
