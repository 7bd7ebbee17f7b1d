/**
 * How long a healed cluster may take, computed from its settings: event-log section 14, L1, with
 * what the present detector and reporter add. A run that takes longer has failed, however well it
 * ends.
 */
import { defaultSettings, type PartialSettings } from '@quorate/core'
import type { Plan } from '../../plan/index.ts'

type Membership = typeof defaultSettings.membership

export interface LivenessBounds {
  /** Until all that are in one cluster hold the same log, after the faults end. */
  readonly equalLogsMs: number
  /** Until verdicts are what they must be: nobody alive is thought to be down, the dead are. */
  readonly verdictsMs: number
  /** Frames of all members while nothing happens. */
  readonly restFramesPerSecond: number
}

export function livenessBounds(plan: Plan, settings: PartialSettings = {}): LivenessBounds {
  const membership = { ...defaultSettings.membership, ...settings.membership }
  const { pullRetryMs } = { ...defaultSettings.replication, ...settings.replication }
  const members = plan.members.length
  const rounds = Math.ceil(Math.log2(Math.max(2, members))) + 3
  const delayMs = plan.surroundings.latencyMs.max + (plan.surroundings.syncMs?.max ?? 0)
  const spreadMs = rounds * membership.periodMs + 4 * delayMs + pullRetryMs
  const equalLogsMs = foundMs(membership) + spreadMs + aheadMs(plan)
  return {
    equalLogsMs,
    verdictsMs: equalLogsMs + verdictMs(membership, members),
    restFramesPerSecond: restFramesPerPeriod(membership, members) * (1000 / membership.periodMs),
  }
}

/**
 * Until sides that were apart have met: what was asked before is given up, by one that is as slow
 * as members take themselves to be; whoever has failed is due to be tried again; and a turn comes,
 * at most two periods after the one before.
 */
function foundMs(membership: Membership): number {
  const { periodMs, reconnectMaxMs } = membership
  return Math.max(reconnectMaxMs - periodMs / 2, longestMs(membership)) + 2 * periodMs
}

/** The longest that a member waits for an answer. */
const longestMs = ({ probeTimeoutMs, healthMax }: Membership): number =>
  probeTimeoutMs * (healthMax + 1)

/**
 * From a death until it is in the log, at the worst: asked in vain, itself and through others;
 * suspected by one whom nobody confirms; asked for the last time; held twice as long, since others
 * are suspected too; and reported by the last in rank, whose turn has just been.
 */
function verdictMs(membership: Membership, members: number): number {
  const { periodMs, indirectTimeoutMs, healthMax, suspicionMs, gossipMs } = membership
  const askedMs = 2 * periodMs + longestMs(membership) + indirectTimeoutMs * (healthMax + 1)
  const leastMs = suspicionMs + gossipMs * Math.ceil(Math.log2(Math.max(1, members)))
  const suspectedMs = leastMs * membership.suspicionMaxMult + longestMs(membership)
  const ranks = Math.max(0, members - 2)
  const reportMs = (membership.reporterPatiencePeriods * ranks + 2) * periodMs
  return askedMs + suspectedMs + 2 * membership.downStableMs + reportMs
}

/**
 * Each asks one other, or all, and answers as often; and tries one more that has failed, or that
 * does not take it for a member.
 */
function restFramesPerPeriod({ probing }: Membership, members: number): number {
  const asked = probing === 'swim' ? 1 : members - 1
  return members * (2 * asked + 1)
}

/**
 * What a clock that was ahead wrote is held back by the others until their clocks are there; what a
 * hybrid clock learned from it is ahead as long.
 */
function aheadMs({ ops, runMs }: Plan): number {
  const ahead = ops.map((op) =>
    op.kind === 'clock' ? Math.max(0, op.offsetMs) + (op.forMs * Math.abs(op.driftPpm)) / 1e6 : 0,
  )
  return Math.min(Math.max(0, ...ahead), runMs + 60_000)
}
