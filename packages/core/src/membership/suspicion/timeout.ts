/**
 * How long a suspect has to refute before it counts as failed: Lifeguard's dynamic suspicion
 * timeout (Dadgar, Phillips, Currey, arXiv 1707.00788, Local Health Aware Suspicion), in the form
 * that memberlist has. It must never know who suspects whom: only how many do.
 *
 * Who suspects first may be at fault itself (it was slow, or its link is), so alone it waits long,
 * `maxMs`; each further member with evidence of its own shortens that, the first ones by most, down
 * to `minMs`, the time that a healthy suspect needs to hear of it and answer.
 */
import type { Millis } from '../../model/index.ts'

/** The least: as long as a process may hang, and until the news has reached it. */
export function suspicionMinMs(given: {
  /** How long a process may hang and yet not be failed. */
  readonly suspicionMs: Millis
  /** How long one step of gossip takes: who has heard doubles in it. */
  readonly gossipMs: Millis
  readonly members: number
}): Millis {
  const doublings = Math.ceil(Math.log2(Math.max(1, given.members)))
  return given.suspicionMs + given.gossipMs * doublings
}

/** How many confirmations bring the timeout down to the least: of all but suspect and accuser. */
export const wantedConfirmations = (max: number, members: number): number =>
  Math.max(0, Math.min(max, members - 2))

/** The timeout, from when the suspicion began; never less than `minMs`, even if `maxMs` is. */
export function suspicionTimeoutMs(given: {
  readonly minMs: Millis
  readonly maxMs: Millis
  /** How many have evidence of their own, beside the first accuser. */
  readonly confirmations: number
  readonly wanted: number
}): Millis {
  const { minMs, confirmations, wanted } = given
  const maxMs = Math.max(minMs, given.maxMs)
  if (confirmations >= wanted) return minMs
  const share = Math.log(confirmations + 1) / Math.log(wanted + 1)
  return Math.max(minMs, maxMs - (maxMs - minMs) * share)
}
