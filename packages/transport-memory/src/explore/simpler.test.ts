import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calmSurroundings, type Crash, isFault, type Plan, type PlannedOp } from '../plan/index.ts'
import { anyPlan, wrongWith } from '../plans.fixture.ts'
import { simplerPlans } from './simpler.ts'

const isRound = (ms: number): boolean => ms % (ms >= 1000 ? 1000 : 100) === 0

/** How much there is to a length: halving takes more off than rounding up can add. */
const lengthOf = (ms: number): number => 4 * Math.log2(Math.max(1, ms)) + (isRound(ms) ? 0 : 2.4)

function weightOf(op: PlannedOp): number {
  const time = (isRound(op.atMs) ? 0 : 1) + (isFault(op) ? lengthOf(op.forMs) : 0)
  switch (op.kind) {
    case 'cut':
      return time + op.side.length + op.other.length + (op.isOneWay ? 0 : 1)
    case 'clog':
      return time + op.side.length + op.other.length
    case 'clock':
      return time + (op.driftPpm === 0 ? 0 : 1)
    case 'disk':
      return time + (op.fault === 'full-midway' ? 1 : 0)
    case 'rot':
      return time + (op.bits > 1 ? 1 : 0)
    case 'crash':
      return time + 1 + crashWeight(op)
    case 'crash-at':
      return time + [op.isTorn, op.lose !== 'none', op.isRestarted].filter(Boolean).length
    default:
      return time
  }
}

const crashWeight = ({ isTorn, back, lose }: Crash): number =>
  (isTorn ? 1 : 0) + (back.as === 'same' ? 0 : 1) + (lose === 'none' ? 0 : 1)

/** How much there is to a plan; what is simpler is less. */
function measure(plan: Plan): number {
  const { surroundings, members, core } = plan
  const unusual = Object.entries(calmSurroundings).filter(
    ([name, calm]) =>
      name !== 'ties' &&
      JSON.stringify(surroundings[name as keyof typeof surroundings]) !== JSON.stringify(calm),
  )
  return (
    plan.ops.reduce((sum, op) => sum + weightOf(op), 0) +
    unusual.length +
    (surroundings.ties === 'insertion' ? 0 : 1) +
    2 * members.length +
    (members.length - core.length) +
    (plan.isJoined ? 0 : 1) +
    plan.runMs / 1e6
  )
}

describe('every simpler plan', () => {
  it('is less by one measure, so that looking for simpler ones ends', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        for (const simpler of simplerPlans(plan))
          expect(measure(simpler)).toBeLessThan(measure(plan))
      }),
    )
  })

  it('is a plan, with the same operations in order of time', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const ids = new Set(plan.ops.map(({ id }) => id))
        for (const simpler of simplerPlans(plan)) {
          expect(wrongWith(simpler)).toBe(undefined)
          expect(new Set(simpler.ops.map(({ id }) => id))).toEqual(ids)
          const times = simpler.ops.map(({ atMs }) => atMs)
          expect(times).toEqual(times.toSorted((a, b) => a - b))
        }
      }),
    )
  })

  it('comes to an end on any way', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(fc.nat(), { minLength: 1 }), (plan, ways) => {
        let now: Plan = { ...plan, ops: plan.ops.slice(0, 4) }
        for (let steps = 0; ; steps++) {
          expect(steps).toBeLessThan(200)
          const simpler = simplerPlans(now)
          if (simpler.length === 0) return
          now = simpler[(ways[steps % ways.length] ?? 0) % simpler.length] ?? now
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('the simplest plan', () => {
  const simplest = (plan: Plan): Plan => {
    const [first] = simplerPlans(plan)
    return first === undefined ? plan : simplest(first)
  }

  it('of no operations is one member in a calm world for no time', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(simplest({ ...plan, ops: [] })).toMatchObject({
          members: ['a'],
          core: ['a'],
          isJoined: true,
          runMs: 0,
          surroundings: { ...calmSurroundings, ties: 'insertion' },
        })
      }),
    )
  })

  it('of a cut is one way between two, of a crash a pause, each short and at a round time', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const cut = plan.ops.find(({ kind }) => kind === 'cut')
        const crash = plan.ops.find(({ kind }) => kind === 'crash')
        const ops = [cut, crash].flatMap((op) => op ?? [])
        const least = simplest({ ...plan, ops })
        expect(least.members.length).toBeLessThanOrEqual(3)
        for (const op of least.ops) {
          expect(['cut', 'pause']).toContain(op.kind)
          if (op.kind === 'cut') expect(op.isOneWay).toBe(true)
          expect(isFault(op) && op.forMs <= 200 && isRound(op.forMs)).toBe(true)
          expect(isRound(op.atMs)).toBe(true)
        }
      }),
    )
  })
})
