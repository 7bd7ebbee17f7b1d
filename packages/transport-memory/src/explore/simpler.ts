/**
 * The ways in which a plan can be a little simpler, most promising first: fewer members, a shorter
 * run, calmer surroundings, and for each operation a weaker kind, a shorter or rounder time. Each
 * is strictly simpler than the plan, so that trying them again and again ends.
 */
import {
  calmSurroundings,
  type Crash,
  type CrashAtCall,
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

/** Nobody gone for good; else one member less, of those whom operations can do without. */
function withFewerMembers(plan: Plan): readonly Plan[] {
  const whole = plan.core.length < plan.members.length ? [{ ...plan, core: plan.members }] : []
  const without = plan.members.toReversed().flatMap((name) => withoutMember(plan, name) ?? [])
  return [...whole, ...without]
}

/** undefined: an operation needs it, or nobody else is there. */
function withoutMember(plan: Plan, name: string): Plan | undefined {
  const others = (list: readonly string[]): readonly string[] =>
    list.filter((other) => other !== name)
  const ops = plan.ops.flatMap((op) => opWithout(op, name) ?? [])
  const members = others(plan.members)
  if (members.length === 0 || ops.length < plan.ops.length) return undefined
  const core = others(plan.core)
  return { ...plan, members, core: core.length === 0 ? members : core, ops }
}

/** undefined: without this member nothing is left of it. */
function opWithout(op: PlannedOp, name: string): PlannedOp | undefined {
  if (!namesIn(op).includes(name)) return op
  if (op.kind !== 'cut' && op.kind !== 'clog') return undefined
  const side = op.side.filter((other) => other !== name)
  const other = op.other.filter((each) => each !== name)
  return side.length === 0 || other.length === 0 ? undefined : { ...op, side, other }
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
    { ...surroundings, salt: 0 },
    { ...surroundings, pctDepth: 0 },
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
  if (op.kind === 'rot' && op.bits > 1) return [{ ...op, bits: 1 }]
  if (op.kind === 'disk' && op.fault === 'full-midway') return [{ ...op, fault: 'full' }]
  if (op.kind === 'crash-at') return weakerCrashesAt(op)
  return op.kind === 'crash' ? weakerCrashes(op) : []
}

function weakerCrashesAt(op: CrashAtCall & PlannedOp): readonly PlannedOp[] {
  const milder: PlannedOp[] = []
  if (op.isTorn) milder.push({ ...op, isTorn: false })
  if (op.lose !== 'none') milder.push({ ...op, lose: 'none' })
  if (op.isRestarted) milder.push({ ...op, isRestarted: false })
  return milder
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
