import type { Member } from '@quorate/core'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { calmSurroundings, type Plan } from '../plan/index.ts'
import { op, type Scenario } from '../scenario/index.ts'
import { htmlOf } from '../view/index.ts'
import { exhaust } from './exhaust.ts'
import { recordRun } from './record-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorate-own-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (member: Member) => ({ take: () => member.put('duty', member.name) })
const scenario: Scenario<ReturnType<typeof at>> = {
  app: ({ member }) => at(member),
  workload: ({ app }) => [op('a takes', () => app('a').take())],
}
const plan: Plan = {
  format: 1,
  seed: '1',
  members: ['a', 'b'],
  isJoined: true,
  core: ['a', 'b'],
  runMs: 2000,
  surroundings: calmSurroundings,
  ops: [{ kind: 'use', use: 'a takes', id: 1, atMs: 1000 }],
}

it('a run of an application can be looked at', async () => {
  // #region page
  const { record } = await recordRun('duty', plan, scenario)
  writeFileSync(join(folder, 'run.html'), htmlOf(record))
  // #endregion page
  expect(readFileSync(join(folder, 'run.html'), 'utf8')).toContain('a takes')
})

it('all its short histories can be tried', async () => {
  // #region exhaust
  const { runs, failed } = await exhaust(scenario, {
    members: ['a', 'b'],
    menu: [
      { kind: 'use', use: 'a takes' },
      { kind: 'pause', name: 'b', forMs: 5000 },
    ],
    length: 2,
    gapMs: 1000,
    seed: '1',
  })
  expect(failed).toBeUndefined()
  // #endregion exhaust
  expect(runs).toBeGreaterThan(2)
})
