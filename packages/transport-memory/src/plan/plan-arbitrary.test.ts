import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runPlan } from '../run/index.ts'
import { op, type Scenario } from '../scenario/index.ts'
import { shapeOf } from '../simulate/index.ts'
import { wrongWith } from '../plans.fixture.ts'
import { fault } from './fault-mix.ts'
import { isFault } from './op.ts'
import type { Plan } from './plan.ts'
import { planArbitrary } from './plan-arbitrary.ts'

const scenario: Scenario = {
  members: 3,
  run: '20s',
  faults: fault.only('cut', 'pause', 'loss', 'crash'),
  workload: ({ pick, member }) => [op('put', () => member(pick.up()).put('k', pick.fresh()))],
}

describe('plans of fast-check', () => {
  const plans = planArbitrary<fc.Arbitrary<Plan>>(fc, shapeOf(scenario))

  it('are plans, of this shape', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(wrongWith(plan)).toBe(undefined)
        expect(plan.members).toEqual(['a', 'b', 'c'])
        const kinds = new Set(plan.ops.map(({ kind }) => kind))
        for (const kind of kinds) expect(['use', 'cut', 'pause', 'noise', 'crash']).toContain(kind)
      }),
    )
  })

  it('do and break everything that the scenario has', () => {
    const kinds = fc.sample(plans, 60).flatMap(({ ops }) => ops.map(({ kind }) => kind))
    expect(new Set(kinds)).toEqual(new Set(['use', 'cut', 'pause', 'noise', 'crash']))
  })

  it('hold for a library that is right', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        expect((await runPlan(plan, scenario)).failure).toBe(undefined)
      }),
      { numRuns: 3 },
    )
  })

  it('shrink to what it takes: one operation, early and short', () => {
    const failing = fc.check(
      fc.property(plans, ({ ops }) => !ops.some((each) => each.kind === 'crash')),
      { numRuns: 200 },
    )
    const [least] = failing.counterexample ?? []
    expect(least?.ops.length).toBe(1)
    expect(least?.ops[0]).toMatchObject({ kind: 'crash', atMs: 0, forMs: 300 })
    expect(least?.surroundings).toMatchObject({ latencyMs: { min: 1, max: 5 }, syncMs: null })
  })

  it('keep what is particular to one operation while others go', () => {
    const failing = fc.check(
      fc.property(
        plans,
        ({ ops }) => !ops.some((each) => each.kind === 'pause' && each.name === 'c'),
      ),
      { numRuns: 300 },
    )
    const [least] = failing.counterexample ?? []
    expect(least?.ops).toMatchObject([{ kind: 'pause', name: 'c', atMs: 0, forMs: 300 }])
  })

  it('of any members have one to five, and no more faults between them than there can be', () => {
    const any = planArbitrary<fc.Arbitrary<Plan>>(fc, shapeOf({ ...scenario, members: 'any' }))
    const drawn = fc.sample(any, 200)
    expect(new Set(drawn.map(({ members }) => members.length))).toEqual(new Set([1, 2, 3, 4, 5]))
    const alone = drawn.filter(({ members }) => members.length === 1).flatMap(({ ops }) => ops)
    expect(alone.some(isFault)).toBe(true)
    expect(alone.some(({ kind }) => kind === 'cut')).toBe(false)
  })

  it('of nothing to do are empty', () => {
    const nothing = shapeOf({ members: 2, faults: fault.none() })
    const empty = planArbitrary<fc.Arbitrary<Plan>>(fc, nothing)
    expect(fc.sample(empty, 5).every(({ ops }) => ops.length === 0)).toBe(true)
  })
})
