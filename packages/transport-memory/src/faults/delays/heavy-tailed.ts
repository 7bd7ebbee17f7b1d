/**
 * Delays whose long ones are very long: a Pareto law of shape 3/2, as measured on wide networks.
 * Half of the frames take less than 1.6 times the least, one in a hundred more than 21 times, one
 * in ten thousand more than 460 times: what fixed time limits are caught by. Decides about every
 * frame.
 */
import type { Rule } from '../../fault.ts'
import { paretoQuantile } from './quantiles.ts'

/** How long frames take, in milliseconds. */
export interface HeavyTailedOptions {
  /** The least. */
  readonly minMs: number
  /** The most: longer ones are cut down to it; default 10,000. */
  readonly maxMs?: number
}

/** Delivers everything, to a thousandth of a millisecond. */
export const heavyTailed =
  ({ minMs, maxMs = 10_000 }: HeavyTailedOptions): Rule =>
  (_, draw) => {
    const waitMs = Math.floor(minMs * paretoQuantile(draw.unit('heavy-tailed')) * 1_000) / 1_000
    return { kind: 'deliver', afterMs: Math.min(maxMs, waitMs) }
  }
