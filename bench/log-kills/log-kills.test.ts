import { expect, it } from 'vitest'
import { isMet } from '../figure.ts'
import { logKills } from './index.ts'
import { killFigures } from './log-kills.ts'
import type { KillsReport } from './rounds.ts'

const plan = { members: 5, rounds: 200, writers: 4, writes: 15, withinMs: 150 }
const right: KillsReport = {
  witness: { acknowledged: 9, lost: new Set(), reused: new Set(), troubles: new Set() },
  kills: 3,
  refused: 1,
  backMs: [700, 900, 800],
  isOne: true,
}

/** Targets that such a report misses. */
const missedBy = (report: Partial<KillsReport>): readonly string[] =>
  killFigures({ ...right, ...report }, plan, 'this machine')
    .filter((figure) => isMet(figure) === false)
    .map(({ name }) => name)

it.each([
  ['nothing is wrong', {}, []],
  ['a write is lost', { lost: new Set(['a.1']) }, ['log-kills/lost']],
  ['an id has two contents', { reused: new Set(['a.1']) }, ['log-kills/reused']],
  ['a log is not whole', { troubles: new Set(['m1: damaged']) }, ['log-kills/apart']],
])('the figures say it when %s', (_, found, missed) => {
  expect(missedBy({ witness: { ...right.witness, ...found } })).toEqual(missed)
})

it('the figures say it when logs are not the same in the end', () => {
  expect(missedBy({ isOne: false })).toEqual(['log-kills/apart'])
})

it('members that are killed while they write lose nothing', { timeout: 180_000 }, async () => {
  const figures = await logKills.run({ runs: 1, share: 0.02, membersMax: 3 })
  const valueOf = (name: string): number =>
    figures.find((figure) => figure.name === `log-kills/${name}`)?.value ?? Number.NaN
  expect(figures.filter((figure) => isMet(figure) === false)).toEqual([])
  expect(valueOf('rounds')).toBe(4)
  expect(valueOf('restarts')).toBeGreaterThanOrEqual(4)
  expect(valueOf('acknowledged')).toBeGreaterThan(50)
  expect(valueOf('back')).toBeGreaterThan(0)
})
