/**
 * Delays that are mostly short and now and then long, each independent of how long one has waited:
 * an exponential law, as queues in a busy network have. Decides about every frame, and lets frames
 * overtake each other.
 */
import type { Rule } from '../../fault.ts'
import { exponentialQuantile } from './quantiles.ts'

/** How long frames take, in milliseconds. */
export interface ExponentialOptions {
  /** The mean of what comes on top of the least. */
  readonly meanMs: number
  /** The least; default 0. */
  readonly minMs?: number
}

/** Delivers everything; to a thousandth of a millisecond, and never after 22 means or more. */
export const exponential =
  ({ meanMs, minMs = 0 }: ExponentialOptions): Rule =>
  (_, draw) => {
    const waitMs = meanMs * exponentialQuantile(draw.unit('exponential'))
    return { kind: 'deliver', afterMs: minMs + Math.floor(waitMs * 1_000) / 1_000 }
  }
