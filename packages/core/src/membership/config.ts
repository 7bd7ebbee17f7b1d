/**
 * How fast membership notices, how long it hesitates and how much it takes on: every number of the
 * protocol, in one place. It decides nothing. Each limit here is one that `docs/protocol/
 * membership.md` names; a default that changes changes detection and log growth for everybody.
 */
import type { Millis } from '../model/index.ts'

export interface MembershipConfig {
  /** Milliseconds between periods, default 1000. Lower: failures seen sooner, more frames. */
  readonly periodMs: Millis
  /** Milliseconds an ack may take, default 500. Lower: slow links and busy peers miss more. */
  readonly probeTimeoutMs: Millis
  /** Missed probes in a row until failed, default 3. Higher: fewer false verdicts, seen later. */
  readonly failAfterMisses: number
  /** Milliseconds failed until `member-down`, default 5000. Higher: brief failures go unlogged. */
  readonly downStableMs: Millis
  /** Periods by which each rank reports later, default 2. Lower: two may log one verdict. */
  readonly reporterPatiencePeriods: number
  /** `member-down` entries per store and hour, default 6. Bounds what a flapping link logs. */
  readonly downsPerHourMax: number
  /** Milliseconds between repetitions of an unanswered join, default 500. */
  readonly joinRetryMs: Millis
  /** Bytes of entries a joiner asks for at once, default 262144 (256 KiB). */
  readonly joinPullBytesMax: number
  /** Joiners waiting for the old holder of their name, default 64; more are told `overloaded`. */
  readonly sponsoredMax: number
}

export const defaultMembershipConfig: MembershipConfig = {
  periodMs: 1000,
  probeTimeoutMs: 500,
  failAfterMisses: 3,
  downStableMs: 5000,
  reporterPatiencePeriods: 2,
  downsPerHourMax: 6,
  joinRetryMs: 500,
  joinPullBytesMax: 256 * 1024,
  sponsoredMax: 64,
}
