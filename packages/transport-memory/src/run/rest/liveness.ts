/**
 * How long a healed cluster may take, computed from its settings: event-log section 14, L1, with
 * what the present detector and reporter add. A run that takes longer has failed, however well it
 * ends.
 */
import { defaultSettings, type PartialSettings } from '@quorate/core'
import type { Plan } from '../../plan/index.ts'

export interface LivenessBounds {
  /** Until all that are in one cluster hold the same log, after the faults end. */
  readonly equalLogsMs: number
  /** Until verdicts are what they must be: nobody alive is thought to be down, the dead are. */
  readonly verdictsMs: number
  /** Frames of all members while nothing happens: a probe and its answer for each pair. */
  readonly restFramesPerSecond: number
}

export function livenessBounds(plan: Plan, settings: PartialSettings = {}): LivenessBounds {
  const { periodMs, probeTimeoutMs, failAfterMisses, downStableMs, reporterPatiencePeriods } = {
    ...defaultSettings.membership,
    ...settings.membership,
  }
  const { pullRetryMs } = { ...defaultSettings.replication, ...settings.replication }
  const members = plan.members.length
  const rounds = Math.ceil(Math.log2(Math.max(2, members))) + 3
  const delayMs = plan.surroundings.latencyMs.max + (plan.surroundings.syncMs?.max ?? 0)
  const equalLogsMs = rounds * periodMs + 4 * delayMs + pullRetryMs + probeTimeoutMs + aheadMs(plan)
  const reportMs = (reporterPatiencePeriods * members + 1) * periodMs
  const verdictMs = failAfterMisses * (periodMs + probeTimeoutMs) + downStableMs + reportMs
  return {
    equalLogsMs,
    verdictsMs: equalLogsMs + verdictMs,
    restFramesPerSecond: 2 * members * (members - 1) * (1000 / periodMs) + members,
  }
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
