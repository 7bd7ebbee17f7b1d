/**
 * Draws a plan from a seed: who there is, how the world is, what breaks and what is done. Each kind
 * of fault is left out of every second run and of random frequency in the others; one run in eight
 * has no faults at all. Every draw is keyed by what it is for.
 */
import { type Choices, keyedChoices, oneOf, unit } from './choices.ts'
import { families, familiesOf, FaultDraw, type FaultScope } from './fault-draw.ts'
import type { FaultKind, FaultMix } from './fault-mix.ts'
import type { PlannedOp } from './op.ts'
import { inOrderOfTime, type Plan, type Surroundings } from './plan.ts'

/** An operation of the workload: what it is called, and how often against the others. */
export interface Use {
  readonly name: string
  readonly weight: number
}

/** What all runs of a scenario have in common. */
export interface PlanShape {
  /** Who there is; `any`: one to seven, most often three or five. */
  readonly members: readonly string[] | 'any'
  /** `either`: in some runs the members meet only at the end. */
  readonly start: 'joined' | 'either'
  readonly runMs: number
  readonly faults: FaultMix
  readonly uses: readonly Use[]
  /** Operations of the workload a virtual minute; a run has between a third of it and all. */
  readonly usesPerMinute: number
  /** Frames by priority, with so many priorities changed less one; 0: by latency only. */
  readonly pctDepth: number
}

/** Members, if the scenario names none. */
export const defaultNames: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const sizes: readonly number[] = [1, 2, 3, 3, 3, 3, 4, 4, 5, 5, 5, 5, 6, 7]
/** Faults that begin in a minute, on average: one of these in each run. */
const faultsPerMinute: readonly number[] = [0.5, 1, 2, 4]
/** A fault lasts a minute at most, and a third of the run. */
const longestMs = 60_000

export function planOf(seed: string, shape: PlanShape): Plan {
  const choices = keyedChoices(seed)
  const members =
    shape.members === 'any' ? defaultNames.slice(0, oneOf(choices, sizes, 'size')) : shape.members
  const kinds = mixOf(choices, shape.faults)
  const { runMs } = shape
  return {
    format: 1,
    seed,
    members,
    isJoined: shape.start === 'joined' || unit(choices, 'joined') < 0.85,
    core: coreOf(choices, members),
    runMs,
    surroundings: { ...surroundingsOf(choices, kinds), pctDepth: shape.pctDepth },
    ops: inOrderOfTime([
      ...faultsOf(choices, { kinds, members, runMs }),
      ...usesOf(choices, shape),
    ]),
  }
}

function mixOf(choices: Choices, { kinds, isSwarm }: FaultMix): ReadonlySet<FaultKind> {
  if (!isSwarm) return new Set(kinds)
  if (choices.int(8, 'calm') === 0) return new Set()
  return new Set(kinds.filter((kind) => choices.int(2, 'has', kind) === 1))
}

/** Everybody, or any majority: the others are gone for good when the faults end. */
function coreOf(choices: Choices, members: readonly string[]): readonly string[] {
  const majority = Math.floor(members.length / 2) + 1
  const size = choices.int(2, 'core') === 0 ? majority : members.length
  const rank = (name: string): number => choices.int(0x10_0000, 'core', name)
  return members
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, size)
    .toSorted()
}

function surroundingsOf(
  choices: Choices,
  kinds: ReadonlySet<FaultKind>,
): Omit<Surroundings, 'pctDepth'> {
  const isDull = kinds.size === 0
  const slowest = isDull ? 5 : oneOf(choices, [5, 5, 20, 80], 'latency')
  return {
    latencyMs: { min: 1, max: slowest },
    syncMs: choices.int(2, 'slow disks') === 0 ? { min: 1, max: 40 } : null,
    isUnreachableTold: choices.int(2, 'unreachable') === 0,
    ties: 'keyed',
    salt: 0,
  }
}

interface Drawing {
  readonly kinds: ReadonlySet<FaultKind>
  readonly members: readonly string[]
  readonly runMs: number
}

/** What the faults of one plan have in common. */
export const scopeOf = (choices: Choices, { kinds, members, runMs }: Drawing): FaultScope => ({
  members,
  kinds,
  mover: oneOf(choices, members, 'mover'),
  longestMs: Math.min(longestMs, runMs / 3),
})

function faultsOf(choices: Choices, { kinds, members, runMs }: Drawing): readonly PlannedOp[] {
  const scope = scopeOf(choices, { kinds, members, runMs })
  const present = familiesOf(kinds, members.length)
  const rate = oneOf(choices, faultsPerMinute, 'rate')
  const most = Math.ceil((2 * rate * runMs) / 60_000 / Math.max(1, present.length))
  return present.flatMap((family) => {
    const first = (1 + families.indexOf(family)) * idsOfKind
    return Array.from({ length: 1 + choices.int(most, 'n', family) }, (_, nth): PlannedOp => {
      const id = first + nth
      const op = new FaultDraw(choices, id, scope).of(family)
      return { ...op, id, atMs: whenOf(choices, id, runMs - op.forMs) }
    })
  })
}

/** Ids of one kind of fault; those of uses begin above all of them. */
const idsOfKind = 10_000
const usesFrom = 1_000_000

/** Anywhere in the run where there is time left for it. */
const whenOf = (choices: Choices, id: number, roomMs: number): number =>
  Math.round(unit(choices, 'at', id) * Math.max(0, roomMs))

function usesOf(choices: Choices, { uses, usesPerMinute, runMs }: PlanShape): readonly PlannedOp[] {
  const total = uses.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return []
  const most = Math.ceil((usesPerMinute * runMs) / 60_000)
  const least = Math.ceil(most / 3)
  const count = least + choices.int(most - least + 1, 'uses')
  return Array.from({ length: count }, (_, nth): PlannedOp => {
    const id = usesFrom + nth
    const use = chosenOf(uses, unit(choices, 'use', id) * total)
    return { kind: 'use', use, id, atMs: whenOf(choices, id, runMs) }
  })
}

function chosenOf(uses: readonly Use[], drawn: number): string {
  let left = drawn
  for (const { name, weight } of uses) {
    if (left < weight) return name
    left -= weight
  }
  return uses.at(-1)?.name ?? ''
}
