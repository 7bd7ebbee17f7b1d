import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFault, type Plan, type PlannedOp } from '../plan/index.ts'
import { anyPlan } from '../plans.fixture.ts'
import { shrink } from './shrink.ts'

/** What fails, planted: whether a plan does is a matter of what is in it. */
const bugs: { readonly [what: string]: (plan: Plan) => boolean } = {
  'a crash': ({ ops }) => ops.some(({ kind }) => kind === 'crash'),
  'two puts after a cut': ({ ops }) => {
    const cut = ops.findIndex(({ kind }) => kind === 'cut')
    return cut >= 0 && ops.slice(cut).filter(isPut).length >= 2
  },
  'a pause of over 5 s and a clock': ({ ops }) =>
    ops.some((op) => op.kind === 'pause' && op.forMs > 5000) &&
    ops.some(({ kind }) => kind === 'clock'),
  'three members and a disk': ({ ops, members }) =>
    members.length >= 3 && ops.some(({ kind }) => kind === 'disk'),
  'a crash while links are cut': ({ ops }) =>
    ops.some((cut) => cut.kind === 'cut' && ops.some((op) => op.kind === 'crash' && isIn(op, cut))),
}

const isPut = (op: PlannedOp): boolean => op.kind === 'use' && op.use === 'put'
const isIn = (op: PlannedOp, cut: PlannedOp): boolean =>
  isFault(cut) && op.atMs >= cut.atMs && op.atMs <= cut.atMs + cut.forMs

const cutDown = (plan: Plan, bug: (plan: Plan) => boolean) =>
  shrink(plan, (candidate) => Promise.resolve(bug(candidate)))

describe.each(Object.entries(bugs))('cutting down what fails by %s', (_, bug) => {
  const failing = anyPlan.filter(bug)

  it('leaves what fails still, with no operation that is not needed, within 300 runs', async () => {
    await fc.assert(
      fc.asyncProperty(failing, async (plan) => {
        const { plan: least, runs } = await cutDown(plan, bug)
        expect(bug(least)).toBe(true)
        expect(runs).toBeLessThanOrEqual(300)
        expect(least.ops.length).toBeLessThanOrEqual(3)
        for (const op of least.ops)
          expect(bug({ ...least, ops: least.ops.filter((other) => other !== op) })).toBe(false)
      }),
      { numRuns: 20 },
    )
  })

  it('never makes it larger', async () => {
    await fc.assert(
      fc.asyncProperty(failing, async (plan) => {
        const { plan: least } = await cutDown(plan, bug)
        expect(least.members.length).toBeLessThanOrEqual(plan.members.length)
        expect(least.ops.length).toBeLessThanOrEqual(plan.ops.length)
        expect(least.runMs).toBeLessThanOrEqual(plan.runMs)
      }),
      { numRuns: 10 },
    )
  })
})

describe('cutting down', () => {
  const [whole = expect.fail()] = fc.sample(
    anyPlan.filter(({ ops }) => ops.length > 30),
    { numRuns: 1, seed: 1 },
  )

  it('gives back a plan that nothing can be left out of', async () => {
    const { plan: least } = await shrink(whole, () => Promise.resolve(false))
    expect(least).toEqual(whole)
  })

  it('comes to nothing if nothing is needed, in a few runs', async () => {
    const { plan: least, runs } = await shrink(whole, () => Promise.resolve(true))
    expect(least.ops).toEqual([])
    expect(least.members).toEqual(['a'])
    expect(runs).toBeLessThan(20)
  })

  it('first leaves out what comes after the failure', async () => {
    const tried: Plan[] = []
    await shrink(
      whole,
      (candidate) => {
        tried.push(candidate)
        return Promise.resolve(false)
      },
      { failedAtMs: 60_000.5 },
    )
    expect(tried[0]?.runMs).toBe(60_001)
    expect(tried[0]?.ops).toEqual(whole.ops.filter(({ atMs }) => atMs <= 60_001))
  })

  it('takes no more runs than it may, and stops when it must', async () => {
    const isFailing = (candidate: Plan): Promise<boolean> =>
      Promise.resolve(candidate.ops.length > 20)
    expect((await shrink(whole, isFailing, { runsMax: 17 })).runs).toBe(17)
    let left = 5
    const { runs } = await shrink(whole, isFailing, { mayGoOn: () => left-- > 0 })
    expect(runs).toBeLessThanOrEqual(5)
  })

  it('tries nothing twice', async () => {
    const tried: string[] = []
    await shrink(whole, (candidate) => {
      tried.push(JSON.stringify(candidate))
      return Promise.resolve(candidate.ops.filter(isPut).length >= 2)
    })
    expect(new Set(tried).size).toBe(tried.length)
  })
})
