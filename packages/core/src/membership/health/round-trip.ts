/**
 * How long an answer may take before its absence means something, by how long answers took:
 * Jacobson and Karels' estimator (SIGCOMM 1988) as TCP has it (RFC 6298, section 2). A sample must
 * be of one probe and its own answer (Karn's rule, section 3), and never of a time in which this
 * process did not run (`isLate`).
 */
import type { Millis } from '../../model/index.ts'

/** What was measured, in one number each. */
export interface RoundTrip {
  readonly smoothedMs: Millis
  /** How far samples lie from it, in the mean. */
  readonly variationMs: Millis
}

const smoothedGain = 1 / 8
const variationGain = 1 / 4
const variations = 4

/** After one more sample; undefined: after the first. */
export function measured(before: RoundTrip | undefined, sampleMs: Millis): RoundTrip {
  if (before === undefined) return { smoothedMs: sampleMs, variationMs: sampleMs / 2 }
  const { smoothedMs, variationMs } = before
  const errorMs = sampleMs - smoothedMs
  return {
    smoothedMs: smoothedMs + smoothedGain * errorMs,
    variationMs: variationMs + variationGain * (Math.abs(errorMs) - variationMs),
  }
}

/** How long to wait for an answer; as long as may be while nothing was measured. */
export function probeTimeoutOf(
  measuredSoFar: RoundTrip | undefined,
  bounds: { readonly minMs: Millis; readonly maxMs: Millis },
): Millis {
  if (measuredSoFar === undefined) return bounds.maxMs
  const { smoothedMs, variationMs } = measuredSoFar
  return Math.min(bounds.maxMs, Math.max(bounds.minMs, smoothedMs + variations * variationMs))
}
