/**
 * How fast membership notices, how long it hesitates and how much it takes on: every number of the
 * protocol, in one place. It decides nothing. Each limit here is one that `docs/protocol/
 * membership.md` names; a default that changes changes detection and log growth for everybody.
 */
import type { Millis } from '../model/index.ts'

export interface MembershipConfig {
  /**
   * Whom a member asks: `swim`, one peer a period, each peer asked by one other; `full-mesh`, all
   * of them every period, for small clusters. Default `swim`.
   */
  readonly probing: 'swim' | 'full-mesh'
  /** Milliseconds between periods, default 1000. Lower: failures seen sooner, more frames. */
  readonly periodMs: Millis
  /**
   * Milliseconds an ack may take at most, default 500; less once round trips are measured, and up
   * to `healthMax + 1` times as much while this member is slow itself.
   */
  readonly probeTimeoutMs: Millis
  /** Milliseconds an ack may take at least, default 150. Lower: brief pauses count as misses. */
  readonly probeTimeoutMinMs: Millis
  /** Others that are asked to ask whoever does not answer, default 3. More: fewer false ones. */
  readonly indirectProbes: number
  /** Milliseconds those others have, default 300. Lower: suspected sooner, more often wrongly. */
  readonly indirectTimeoutMs: Millis
  /** Milliseconds between tellings of news, default 200. Lower: known sooner, more frames then. */
  readonly gossipMs: Millis
  /** Peers told each time, default 3. More: known sooner, more copies. */
  readonly gossipFanout: number
  /** Bytes of claims in one frame, default 1400. Lower: many news at once take longer. */
  readonly gossipBytesMax: number
  /** Each claim is told `retransmitMult * log2(members + 1)` times by each member, default 3. */
  readonly retransmitMult: number
  /** Members up to which one's own verdict is told to everybody at once, default 64. */
  readonly broadcastMax: number
  /**
   * Milliseconds a suspect has at least to answer, default 2000; `gossipMs * log2(members)` come
   * on top. Higher: longer pauses are forgiven, failures are seen later.
   */
  readonly suspicionMs: Millis
  /** So many times the least a suspicion lasts that nobody confirms, default 3. */
  readonly suspicionMaxMult: number
  /** Others that confirm before a suspicion lasts the least, default 3. */
  readonly confirmations: number
  /** Highest local health, default 8: timeouts grow up to one more times. 1: hardly at all. */
  readonly healthMax: number
  /** Milliseconds a timer may be late before this process counts as stalled, default 100. */
  readonly lateMs: Millis
  /** Milliseconds between attempts to reach one that has long failed, default 5000, at most. */
  readonly reconnectMaxMs: Millis
  /** Members with evidence of their own before `member-down` is logged, default 3. */
  readonly downObservers: number
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
  /** Milliseconds after an admission that applicants wait to be let in together, default 100. */
  readonly admitMs: Millis
  /** Applicants that wait so at most, default 256; more are told `overloaded`. */
  readonly admitMax: number
  /** Milliseconds between repetitions of an unconfirmed leave, default 200. */
  readonly leaveRetryMs: Millis
  /** Members that one who leaves asks at a time, default 3. More: confirmed sooner, more frames. */
  readonly leaveFanout: number
  /** Joiners waiting for the old holder of their name, default 64; more are told `overloaded`. */
  readonly sponsoredMax: number
  /** Pings without an answer until the holder of a wanted name counts as gone, default 3. */
  readonly holderProbes: number
}

/** Members in one data centre: round trips of a few milliseconds. */
const lan: MembershipConfig = {
  probing: 'swim',
  periodMs: 1000,
  probeTimeoutMs: 500,
  probeTimeoutMinMs: 150,
  indirectProbes: 3,
  indirectTimeoutMs: 300,
  gossipMs: 200,
  gossipFanout: 3,
  gossipBytesMax: 1400,
  retransmitMult: 3,
  broadcastMax: 64,
  suspicionMs: 2000,
  suspicionMaxMult: 3,
  confirmations: 3,
  healthMax: 8,
  lateMs: 100,
  reconnectMaxMs: 5000,
  downObservers: 3,
  downStableMs: 5000,
  reporterPatiencePeriods: 2,
  downsPerHourMax: 6,
  joinRetryMs: 500,
  joinPullBytesMax: 256 * 1024,
  admitMs: 100,
  admitMax: 256,
  leaveRetryMs: 200,
  leaveFanout: 3,
  sponsoredMax: 64,
  holderProbes: 3,
}

/**
 * Settings that belong together. `local`: processes of one machine; `lan`: one data centre, the
 * default; `wan`: members on several continents, or on networks that lose much.
 */
export const membershipPresets: {
  readonly [preset in 'local' | 'lan' | 'wan']: MembershipConfig
} = {
  local: {
    ...lan,
    probeTimeoutMs: 200,
    probeTimeoutMinMs: 100,
    indirectTimeoutMs: 200,
    gossipMs: 100,
    suspicionMs: 1000,
    downStableMs: 3000,
  },
  lan,
  wan: {
    ...lan,
    periodMs: 3000,
    probeTimeoutMs: 2000,
    probeTimeoutMinMs: 500,
    indirectTimeoutMs: 1000,
    gossipMs: 500,
    gossipFanout: 4,
    retransmitMult: 4,
    suspicionMs: 8000,
    reconnectMaxMs: 15_000,
    downStableMs: 20_000,
    joinRetryMs: 1500,
  },
}

export const defaultMembershipConfig: MembershipConfig = lan
