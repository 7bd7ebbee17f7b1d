import { describe, expect, it } from 'vitest'
import type { FailedTrial } from '../explore/index.ts'
import { calmSurroundings, type Plan, type PlannedOp } from '../plan/index.ts'
import type { Outcome } from '../run/index.ts'
import { type FailureReport, reportOf } from './report.ts'

const use = (id: number): PlannedOp => ({ kind: 'use', use: 'put', id, atMs: 1000 * id })

const planOf = (...ops: readonly PlannedOp[]): Plan => ({
  format: 1,
  seed: '51ab.17',
  members: ['a', 'b'],
  isJoined: true,
  core: ['a', 'b'],
  runMs: 5000,
  surroundings: calmSurroundings,
  ops,
})

const failed = (plan: Plan): FailedTrial => ({
  plan,
  failure: { invariant: 'always: one owner', detail: 'two own it:\na and b', atMs: 2345.6 },
  outcome: { hash: '00ff00ff00ff00ff', told: new Map([[1, 'put a k-1']]) } as unknown as Outcome,
  drawn: planOf(use(1), use(2), use(3)),
  shrinkRuns: 12,
})

const report: FailureReport = {
  title: 'no job has two owners',
  failed: failed(planOf({ kind: 'pause', name: 'a', id: 0, atMs: 0, forMs: 300 }, use(1))),
  commit: 'c0ffee',
  capsule: '.sim/no-job.json',
  which: 'run 17 of 200',
  command: 'npx vitest run jobs.test.ts',
}

describe('the report of a failure', () => {
  it('says what failed, when, and everything that is needed to see it again', () => {
    expect(reportOf(report)).toBe(
      [
        'no job has two owners: failed',
        '  invariant  always: one owner',
        '  because    two own it:',
        '             a and b',
        '  at         2.346 s of virtual time, run 17 of 200',
        '  seed       51ab.17',
        `  commit     c0ffee, node ${process.versions.node}`,
        '  trace      00ff00ff00ff00ff',
        '  plan       3 operations, cut down to 2 in 12 runs',
        '    members a, b',
        '         0.000 s  pause a, for 300 ms',
        '         1.000 s  put a k-1',
        '  again      SIM_SEED=51ab.17 npx vitest run jobs.test.ts',
        '             SIM_CAPSULE=.sim/no-job.json npx vitest run jobs.test.ts',
      ].join('\n'),
    )
  })

  it('names no seed that does not give the plan, no file that was not written', () => {
    const last = (change: Partial<FailureReport>): readonly string[] =>
      reportOf({ ...report, ...change })
        .split('\n')
        .filter((line) => line.includes('SIM_'))
    expect(last({ isFromSeed: false })).toEqual([
      '  again      SIM_CAPSULE=.sim/no-job.json npx vitest run jobs.test.ts',
    ])
    expect(last({ capsule: undefined })).toEqual([
      '  again      SIM_SEED=51ab.17 npx vitest run jobs.test.ts',
    ])
  })

  it('is not longer than a screen', () => {
    const long = planOf(...Array.from({ length: 100 }, (_, id) => use(id)))
    const lines = reportOf({ ...report, failed: failed(long) }).split('\n')
    expect(lines.length).toBeLessThan(60)
    expect(lines).toContain('    … and 61 more lines')
  })
})
