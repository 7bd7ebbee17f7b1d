import { describe, expect, it } from 'vitest'
import { planOf } from '../plan/index.ts'
import { runPlan } from '../run/index.ts'
import { capsuleText, parseCapsule, shapeOf } from '../simulate/index.ts'
import type { RunResult } from './campaign-run.ts'
import { firstFailure } from './first-failure.ts'
import { scenarioOf, settingsOf } from './settings.ts'

const settings = settingsOf('11', 3, { run: '20s', members: 3, opsPerMinute: 60 })
const library = await scenarioOf(settings)
const planned = (nth: number) => planOf(`11.${nth}`, shapeOf(library))

const title = 'some runs'

const held = (nth: number): RunResult => ({
  nth,
  seed: `11.${nth}`,
  failure: undefined,
  hash: 'of another thread',
  virtualMs: 1,
  entries: 3,
  performed: new Map(),
  marks: new Map(),
  crashes: new Map(),
})
const failed = (nth: number): RunResult => ({
  ...held(nth),
  failure: { invariant: 'always: nobody writes', detail: '', atMs: 1 },
})

/** Somebody writes, sooner or later. */
const scenario = {
  ...library,
  always: {
    'nobody writes': ({ members }) => members.every((member) => member.get('k-0') === undefined),
  },
} satisfies typeof library

describe('the first failure of a campaign', () => {
  it('is none where everything held', async () => {
    const first = await firstFailure([held(1)], { planOf: planned, scenario }, { title })
    expect(first).toBeUndefined()
  })

  it('is cut down to what it takes, and its capsule runs again alike', async () => {
    const runs = { planOf: planned, scenario }
    const first = await firstFailure([held(1), failed(2), failed(3)], runs, { title, runsMax: 60 })
    expect(first).toMatchObject({ nth: 2, seed: '11.2' })
    expect(first?.failed.failure.invariant).toBe('always: nobody writes')
    expect(first?.failed.plan.ops).toHaveLength(1)
    expect(first?.capsule.title).toBe(title)
    const { plan, hash } = parseCapsule(capsuleText(first?.capsule ?? expect.fail('no capsule')))
    expect((await runPlan(plan, scenario)).hash).toBe(hash)
  })

  it('is that of determinism where it holds the next time', async () => {
    const runs = { planOf: planned, scenario: library }
    const first = await firstFailure([failed(1)], runs, { title })
    expect(first?.failed.failure).toMatchObject({
      invariant: 'determinism',
      detail: expect.stringContaining('of another thread'),
    })
  })
})
