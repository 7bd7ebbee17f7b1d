import { describe, expect, it } from 'vitest'
import { killReport } from './kills.ts'
import { stopReport } from './stops.ts'
import { areWhole, backAt, countOf, type Looked, type Teller, type ToldKind } from './told.ts'

type Said = readonly [at: number, kind: ToldKind, name: string]

const teller = (name: string, said: readonly Said[], looks: readonly Looked[] = []): Teller => ({
  name,
  notices: said.map(([at, kind, about]) => ({ at, kind, name: about })),
  looks,
})

const look = (at: number, more: Partial<Looked> = {}): Looked => ({
  kind: 'look',
  id: at,
  at,
  state: 'operational',
  hash: 'same',
  members: 2,
  notAlive: [],
  ...more,
})

const killed = { name: 'v', from: 100 }

describe('the report of a kill', () => {
  it('counts from the kill, by the first and by the last survivor', () => {
    const survivors = [
      teller('a', [
        [90, 'peer-failed', 'v'],
        [300, 'peer-suspected', 'v'],
        [500, 'peer-failed', 'v'],
      ]),
      teller('b', [
        [110, 'peer-failed', 'a'],
        [400, 'peer-failed', 'v'],
      ]),
    ]
    expect(killReport(survivors, killed)).toEqual({
      firstWordMs: 200,
      firstFailedMs: 300,
      allFailedMs: 400,
    })
  })

  it('has no time for what was not said by all', () => {
    const survivors = [teller('a', [[300, 'peer-failed', 'v']]), teller('b', [])]
    expect(killReport(survivors, killed)).toEqual({
      firstWordMs: 200,
      firstFailedMs: 200,
      allFailedMs: Number.NaN,
    })
    expect(killReport([], killed).firstWordMs).toBeNaN()
  })
})

describe('the report of a stop', () => {
  const stopped = { stoppedAt: 100, resumedAt: 1000 }

  it('is all nought when nobody noticed', () => {
    const member = teller('v', [])
    expect(stopReport([teller('a', [], [look(1100)])], { ...stopped, member })).toEqual({
      suspectedBy: 0,
      failedBy: 0,
      recoveredMs: 0,
      accusations: 0,
    })
  })

  it('counts members that accused it, and until the last of them took it back', () => {
    const others = [
      teller('a', [
        [200, 'peer-suspected', 'v'],
        [300, 'peer-failed', 'v'],
        [1050, 'peer-recovered', 'v'],
      ]),
      teller('b', [[1010, 'peer-suspected', 'v']], [look(1005), look(1080)]),
      teller('c', [[50, 'peer-failed', 'v']]),
    ]
    const member = teller('v', [
      [1001, 'peer-suspected', 'a'],
      [1002, 'peer-failed', 'a'],
      [1003, 'peer-recovered', 'a'],
    ])
    expect(stopReport(others, { ...stopped, member })).toEqual({
      suspectedBy: 2,
      failedBy: 1,
      recoveredMs: 80,
      accusations: 2,
    })
  })
})

describe('what was told', () => {
  it('has somebody back by a notice or by a look, whichever is first', () => {
    const subject = { name: 'v', from: 10 }
    const looks = [look(5), look(20, { notAlive: ['v'] }), look(40)]
    expect(backAt(teller('a', [], looks), subject)).toBe(40)
    expect(backAt(teller('a', [[30, 'peer-recovered', 'v']], looks), subject)).toBe(30)
    expect(backAt(teller('a', [[30, 'peer-recovered', 'w']]), subject)).toBeUndefined()
  })

  it('is counted by kind from a time on', () => {
    const tellers = [
      teller('a', [
        [5, 'member-down', 'v'],
        [10, 'member-down', 'v'],
      ]),
      teller('b', [
        [11, 'member-down', 'v'],
        [12, 'peer-failed', 'v'],
      ]),
    ]
    expect(countOf(tellers, 'member-down', 10)).toBe(2)
  })

  it.each<[string, Partial<Looked>, boolean]>([
    ['one log and all alive', {}, true],
    ['another log', { hash: 'other' }, false],
    ['a member that is not let in yet', { members: 1 }, false],
    ['a peer that is not alive', { notAlive: ['a'] }, false],
    ['a member that is degraded', { state: 'degraded' }, false],
  ])('is of a whole cluster or not: %s', (_, more, isWhole) => {
    expect(areWhole([look(1), look(2, more)])).toBe(isWhole)
  })
})
