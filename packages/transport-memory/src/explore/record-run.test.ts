import { expect, it } from 'vitest'
import { planOf } from '../plan/index.ts'
import { runPlan } from '../run/index.ts'
import { libraryScenario } from '../scenario/index.ts'
import { shapeOf } from '../simulate/index.ts'
import { recordRun } from './record-run.ts'

it('a run that is recorded is the run it was, with its plan in the time of the world', async () => {
  const scenario = { ...libraryScenario(), members: 3, run: '30s' } as const
  const plan = planOf('recorded', shapeOf(scenario))
  const { hash, beginMs, virtualMs } = await runPlan(plan, scenario)
  const { record, outcome } = await recordRun('a run', plan, scenario)
  expect(outcome.hash).toBe(hash)
  expect(record).toMatchObject({ title: 'a run', seed: 'recorded', hash, endMs: virtualMs })
  expect(record.lanes).toEqual(expect.arrayContaining(['a', 'b', 'c']))
  expect(record.frames.length).toBeGreaterThan(100)
  expect(record.plan.map(({ atMs }) => atMs)).toEqual(plan.ops.map(({ atMs }) => beginMs + atMs))
  expect(beginMs).toBeGreaterThan(0)
})
