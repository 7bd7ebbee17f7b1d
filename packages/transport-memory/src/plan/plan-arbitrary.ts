/**
 * Plans for those who use fast-check: how many operations there are, which, when and for how long
 * is fast-check's to draw and to shrink; what is particular to one is keyed by its id, as in the
 * swarm, so that it stays the same while others go. All kinds of fault of the scenario are as
 * likely.
 */
import { keyedChoices } from './choices.ts'
import type { Drawn, FastCheck } from './fast-check.ts'
import { familiesOf, FaultDraw, type FaultFamily, shortestMs } from './fault-draw.ts'
import type { PlannedOp } from './op.ts'
import { inOrderOfTime, type Plan, type Surroundings } from './plan.ts'
import { defaultNames, type PlanShape, scopeOf } from './swarm.ts'

/**
 * Any plan of this shape, as fast-check's own type, which has no name here:
 * `planArbitrary<fc.Arbitrary<Plan>>(fc, shapeOf(scenario))`. Shrinks to fewer operations, shorter
 * ones and earlier ones, among fewer members.
 */
export function planArbitrary<Made>(fc: FastCheck<Made>, shape: PlanShape): Made {
  const { members, start, pctDepth } = shape
  const most = members === 'any' ? membersMost : 0
  const plans = fc
    .record<Parts>({
      seed: fc.noShrink(fc.integer({ min: 0, max: 0x7fff_ffff })),
      size: fc.integer({ min: Math.min(1, most), max: most }),
      isJoined: fc.constantFrom(...(start === 'joined' ? [true] : [true, false])),
      surroundings: surroundingsFrom(fc, pctDepth),
      sketches: sketchesFrom(fc, shape),
    })
    .map((parts) => planFrom(parts, shape))
  // As what it makes of one plan: both are arbitraries of plans.
  return plans as Made
}

const membersMost = 5
const opsMost = 60

/** An operation as fast-check draws it. */
interface Sketch {
  readonly id: number
  readonly what: FaultFamily | { readonly use: string }
  readonly atMs: number
  /** Of the length that the operation would have. */
  readonly percent: number
}

interface Parts extends Pick<Plan, 'isJoined' | 'surroundings'> {
  readonly seed: number
  /** Of members, if that is left open. */
  readonly size: number
  readonly sketches: readonly Sketch[]
}

const surroundingsFrom = (fc: FastCheck<unknown>, pctDepth: number): Drawn<Surroundings> =>
  fc.record<Surroundings>({
    latencyMs: fc.constantFrom(5, 20, 80).map((max) => ({ min: 1, max })),
    syncMs: fc.constantFrom(null, { min: 1, max: 40 }),
    isUnreachableTold: fc.boolean(),
    ties: fc.constantFrom<Surroundings['ties']>('keyed'),
    salt: fc.constantFrom(0),
    pctDepth: fc.constantFrom(pctDepth),
  })

function sketchesFrom(fc: FastCheck<unknown>, { uses, faults, runMs }: PlanShape): Drawn<Sketch[]> {
  const what = [...uses.map(({ name }) => ({ use: name })), ...familiesOf(faults.kinds)]
  if (what.length === 0) return fc.constantFrom<Sketch[]>([])
  const sketch = fc.record<Sketch>({
    // An id keys what the operation is: a smaller one is no simpler.
    id: fc.noShrink(fc.integer({ min: 0, max: 0xffff })),
    what: fc.constantFrom<Sketch['what']>(...what),
    atMs: fc.integer({ min: 0, max: runMs }),
    percent: fc.integer({ min: 0, max: 100 }),
  })
  return fc.uniqueArray(sketch, { maxLength: opsMost, selector: ({ id }) => id })
}

function planFrom(parts: Parts, shape: PlanShape): Plan {
  const { size, isJoined, surroundings, sketches } = parts
  const seed = String(parts.seed)
  const members = shape.members === 'any' ? defaultNames.slice(0, size) : shape.members
  const ops = sketches.flatMap((sketch) => opFrom(sketch, { seed, members, shape }))
  const { runMs } = shape
  const whole = { isJoined, surroundings, ops: inOrderOfTime(ops) }
  return { format: 1, seed, members, core: members, runMs, ...whole }
}

interface Around {
  readonly seed: string
  readonly members: readonly string[]
  readonly shape: PlanShape
}

/** Nothing for what takes more members than there are. */
function opFrom({ id, what, atMs, percent }: Sketch, around: Around): readonly PlannedOp[] {
  if (typeof what === 'object') return [{ kind: 'use', ...what, id, atMs }]
  const { seed, members, shape } = around
  const kinds = new Set(shape.faults.kinds)
  if (!familiesOf(kinds, members.length).includes(what)) return []
  const choices = keyedChoices(seed)
  const scope = scopeOf(choices, { members, kinds, runMs: shape.runMs })
  const op = new FaultDraw(choices, id, scope).of(what)
  const forMs = Math.max(shortestMs, Math.round((op.forMs * percent) / 100))
  return [{ ...op, id, atMs, forMs: op.forMs === 0 ? 0 : forMs }]
}
