/**
 * The ways in which a plan can be a little simpler, most promising first: fewer members, a shorter
 * run, calmer surroundings, and for each operation a weaker kind, a shorter or rounder time. Each
 * is strictly simpler than the plan, so that trying them again and again ends.
 */
import {
  calmSurroundings,
  type Crash,
  inOrderOfTime,
  isFault,
  namesIn,
  type Plan,
  type PlannedOp,
} from '../plan/index.ts'

export const simplerPlans = (plan: Plan): readonly Plan[] => [
  ...withFewerMembers(plan),
  ...withShorterRun(plan),
  ...withCalmerSurroundings(plan),
  ...plan.ops.flatMap((op) => simplerOps(op).map((simpler) => withOp(plan, simpler))),
]

function withOp(plan: Plan, op: PlannedOp): Plan {
  return { ...plan, ops: inOrderOfTime(plan.ops.map((other) => (other.id === op.id ? op : other))) }
}

/** Without those whom no operation names; one has to be there. */
function withFewerMembers(plan: Plan): readonly Plan[] {
  const named = new Set(plan.ops.flatMap(namesIn))
  const whole = plan.core.length < plan.members.length ? [{ ...plan, core: plan.members }] : []
  const without = plan.members
    .filter((name) => !named.has(name) && plan.members.length > 1)
    .toReversed()
    .map((name) => {
      const others = (list: readonly string[]): readonly string[] =>
        list.filter((other) => other !== name)
      const core = others(plan.core)
      const members = others(plan.members)
      return { ...plan, members, core: core.length === 0 ? members : core }
    })
  return [...whole, ...without]
}

function withShorterRun(plan: Plan): readonly Plan[] {
  const endMs = Math.max(0, ...plan.ops.map((op) => op.atMs + (isFault(op) ? op.forMs : 0)))
  const runMs = Math.ceil(endMs / 1000) * 1000
  const joined = plan.isJoined ? [] : [{ ...plan, isJoined: true }]
  return runMs < plan.runMs ? [{ ...plan, runMs }, ...joined] : joined
}

function withCalmerSurroundings(plan: Plan): readonly Plan[] {
  const { surroundings } = plan
  const isTied = surroundings.ties === 'insertion'
  const changes = [
    { ...calmSurroundings, ties: surroundings.ties },
    { ...surroundings, syncMs: null },
    { ...surroundings, latencyMs: calmSurroundings.latencyMs },
    { ...surroundings, isUnreachableTold: false },
    ...(isTied ? [] : [{ ...surroundings, ties: 'insertion' as const }]),
  ]
  const now = JSON.stringify(surroundings)
  return changes
    .filter((changed) => JSON.stringify(changed) !== now)
    .map((changed) => ({ ...plan, surroundings: changed }))
}

function simplerOps(op: PlannedOp): readonly PlannedOp[] {
  return [...weaker(op), ...shorter(op), ...rounder(op)]
}

/** A kind that does less of the same. */
function weaker(op: PlannedOp): readonly PlannedOp[] {
  if (op.kind === 'cut' && !op.isOneWay) return [{ ...op, isOneWay: true }]
  if (op.kind === 'clock' && op.driftPpm !== 0) return [{ ...op, driftPpm: 0 }]
  return op.kind === 'crash' ? weakerCrashes(op) : []
}

function weakerCrashes(op: Crash & PlannedOp): readonly PlannedOp[] {
  const { id, atMs, name, forMs } = op
  const milder: PlannedOp[] = []
  if (op.isTorn) milder.push({ ...op, isTorn: false })
  if (op.back.as !== 'same') milder.push({ ...op, back: { as: 'same' } })
  if (op.lose !== 'none') milder.push({ ...op, lose: 'none' })
  else milder.push({ kind: 'pause', id, atMs, name, forMs })
  return milder
}

function shorter(op: PlannedOp): readonly PlannedOp[] {
  if (!isFault(op)) return []
  const half = Math.round(op.forMs / 2)
  return half >= shortestMs ? [{ ...op, forMs: half }] : []
}

const shortestMs = 100

/** Times that a person can remember. */
function rounder(op: PlannedOp): readonly PlannedOp[] {
  const atMs = roundOf(op.atMs)
  const forMs = isFault(op) ? roundOf(op.forMs) : undefined
  if (atMs === op.atMs && (!isFault(op) || forMs === op.forMs)) return []
  return [isFault(op) ? { ...op, atMs, forMs: forMs ?? op.forMs } : { ...op, atMs }]
}

const roundOf = (ms: number): number =>
  ms >= 1000 ? Math.round(ms / 1000) * 1000 : Math.round(ms / 100) * 100
