import { expect, it } from 'vitest'
import { isMet } from '../figure.ts'
import { logKills } from './index.ts'

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
