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
  /** Frames of all members while nothing happens: each asks one other, or all, every period. */
  readonly restFramesPerSecond: number
}

export function livenessBounds(plan: Plan, settings: PartialSettings = {}): LivenessBounds {
  const membership = { ...defaultSettings.membership, ...settings.membership }
  const { periodMs, probeTimeoutMs, reconnectMaxMs } = membership
  const { pullRetryMs } = { ...defaultSettings.replication, ...settings.replication }
  const members = plan.members.length
  const rounds = Math.ceil(Math.log2(Math.max(2, members))) + 3
  const delayMs = plan.surroundings.latencyMs.max + (plan.surroundings.syncMs?.max ?? 0)
  const foundMs = reconnectMaxMs + 2 * periodMs
  const equalLogsMs =
    foundMs + rounds * periodMs + 4 * delayMs + pullRetryMs + probeTimeoutMs + aheadMs(plan)
  const asked = membership.probing === 'swim' ? 1 : members - 1
  return {
    equalLogsMs,
    verdictsMs: equalLogsMs + verdictMs(membership, members),
    restFramesPerSecond: 2 * members * asked * (1000 / periodMs) + members,
  }
}

/** From a death until it is in the log: asked, suspected by one alone, held, and reported. */
function verdictMs(membership: Membership, members: number): number {
  const { periodMs, probeTimeoutMs, indirectTimeoutMs, healthMax } = membership
  const { suspicionMs, gossipMs, suspicionMaxMult, downStableMs } = membership
  const askedMs = 2 * periodMs + (probeTimeoutMs + indirectTimeoutMs) * (healthMax + 1)
  const leastMs = suspicionMs + gossipMs * Math.ceil(Math.log2(Math.max(2, members)))
  const reportMs = (membership.reporterPatiencePeriods * members + 1) * periodMs
  return askedMs + leastMs * suspicionMaxMult + periodMs + 2 * downStableMs + reportMs
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
