/**
 * What is to be expected of any detector of this kind, by formula: to print beside what was
 * measured. Times are in milliseconds. It knows no detector but by its periods.
 *
 * [SWIM] Das, Gupta, Motivala: SWIM: Scalable Weakly-consistent Infection-style Process Group
 * Membership Protocol, DSN 2002. [Pittel] On spreading a rumor, SIAM J. Appl. Math. 47 (1987).
 */

/** The periods of the preset for a local network. */
export interface Periods {
  /** Between two probes of one member. */
  readonly periodMs: number
  /** Until a probe that is not answered, directly or by others, counts as missed. */
  readonly probeTimeoutMs: number
  /** Between two rounds of gossip. */
  readonly gossipMs: number
}

export const lanPeriods: Periods = { periodMs: 1000, probeTimeoutMs: 500, gossipMs: 200 }

/**
 * From a crash to the first suspicion, in the mean, where each member probes one that it draws:
 * e/(e−1) periods until somebody probes it, whatever the size, [SWIM] 3.1, and the probe's time.
 */
export const meanFirstSuspicionMs = ({ periodMs, probeTimeoutMs }: Periods): number =>
  (Math.E / (Math.E - 1)) * periodMs + probeTimeoutMs

/** The same at worst, where all are probed in turn, in an order shuffled anew: [SWIM] 4.3. */
export const worstFirstSuspicionMs = (size: number, periods: Periods): number =>
  (2 * size - 1) * periods.periodMs + periods.probeTimeoutMs

/**
 * Frames of probes that a member sends a second: a ping and an ack, and if either is lost, each of
 * `helpers` others is asked, pings, is answered and passes that on, each as far as the one before
 * arrived: up to 4 a helper, [SWIM] 3.2.
 */
export function probeFramesPerSecond(
  { periodMs }: Periods,
  { lossShare, helpers }: { readonly lossShare: number; readonly helpers: number },
): number {
  const arrives = 1 - lossShare
  const direct = 1 + arrives
  const perHelper = 1 + arrives + arrives ** 2 + arrives ** 3
  return ((direct + (1 - arrives ** 2) * helpers * perHelper) * 1000) / periodMs
}

/**
 * Until all know what one knew, where each that knows tells one that it draws each round:
 * log2 n + ln n rounds and a few, [Pittel]. Telling three at once takes fewer.
 */
export const spreadingMs = (size: number, { gossipMs }: Periods): number =>
  (Math.log2(size) + Math.log(size)) * gossipMs

/** What is allowed for two halves to be one again: doubling each round, and three rounds more. */
export const healingMs = (size: number, { gossipMs }: Periods): number =>
  (Math.ceil(Math.log2(size)) + 3) * gossipMs
