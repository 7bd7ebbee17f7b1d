/**
 * How sure a silence makes one that a member has failed, as a level instead of a yes or no: phi of
 * the accrual failure detectors (Hayashibara, Defago, Yared, Katayama, SRDS 2004), -log10 of the
 * probability that it is alive in spite of the silence. It decides nothing: what to do at which
 * level is for whoever asks.
 *
 * There the silence is a time and its probability comes from past arrivals; here it is a number of
 * probes missed in a row, each of which a living member misses with probability `missRate`.
 */

/** No link is known to be so good that one miss proves more; one that is worse is no link. */
const missRateMin = 0.001
const missRateMax = 0.5

/** At 1 a living member is so silent one time in ten, at 3 in a thousand; 0 without a miss. */
export function confidenceOf(silence: {
  /** Probes missed in a row. */
  readonly misses: number
  /** The share of its probes that it misses while it is alive; counts as 0.001 to 0.5. */
  readonly missRate: number
}): number {
  const missRate = Math.min(missRateMax, Math.max(missRateMin, silence.missRate))
  return silence.misses * -Math.log10(missRate)
}
