/**
 * A run before it happens: who there is, how the world is, and what breaks and is done when. Plain
 * JSON: the same plan gives the same run on the same commit, and the plan as data survives a change
 * of whatever drew it.
 */
import type { Range } from '../random.ts'
import type { Overrides } from './choices.ts'
import type { PlannedOp } from './op.ts'

/** How the world is from beginning to end. */
export interface Surroundings {
  /** How long frames take. */
  readonly latencyMs: Range
  /** How long a write takes to be durable; null: no time. */
  readonly syncMs: Range | null
  /** Senders are told when nobody listens. */
  readonly isUnreachableTold: boolean
  /** The order of what happens at one instant: drawn from the seed, or that of asking. */
  readonly ties: 'keyed' | 'insertion'
  /** Other draws for ties, and nothing else. */
  readonly salt: number
  /** Frames of a low keyed priority are late, and priorities change so often; 0: no such thing. */
  readonly pctDepth: number
}

export interface Plan {
  readonly format: 1
  /** All chance that the plan leaves: latencies, losses, what a workload picks. */
  readonly seed: string
  readonly members: readonly string[]
  /** All join the first before anything happens; else each has a cluster of its own. */
  readonly isJoined: boolean
  /** Whoever is healed and must come together at the end; the others are gone for good. */
  readonly core: readonly string[]
  /** How long things break. */
  readonly runMs: number
  readonly surroundings: Surroundings
  /** By time. */
  readonly ops: readonly PlannedOp[]
  /** What a workload picks, where it is not left to the seed. */
  readonly overrides?: Overrides
}

/** Nothing unusual: frames take 1 to 5 ms, writes no time. */
export const calmSurroundings: Surroundings = {
  latencyMs: { min: 1, max: 5 },
  syncMs: null,
  isUnreachableTold: false,
  ties: 'keyed',
  salt: 0,
  pctDepth: 0,
}

export const inOrderOfTime = (ops: readonly PlannedOp[]): readonly PlannedOp[] =>
  ops.toSorted((a, b) => a.atMs - b.atMs || a.id - b.id)
