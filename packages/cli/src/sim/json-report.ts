/**
 * What a campaign has found, for a program. Plain JSON; only `realMs` depends on the machine.
 */
import { type CampaignReport, tellPlan } from '@quorate/transport-memory'
import type { SimOptions } from './sim-options.ts'

export function jsonOf(
  report: CampaignReport,
  { mode, members, time }: Pick<SimOptions, 'mode' | 'members' | 'time'>,
  capsule: string | undefined,
): object {
  const { seed, traceHash, virtualMs, realMs, runs, failures, isStopped, neverHit } = report
  return {
    mode,
    seed,
    members,
    time,
    traceHash,
    virtualMs,
    realMs,
    runs,
    failures,
    isStopped,
    entries: report.entries,
    byInvariant: Object.fromEntries(report.byInvariant),
    performed: Object.fromEntries(report.performed),
    crashes: Object.fromEntries(report.crashes),
    marks: Object.fromEntries(report.marks),
    neverHit,
    first: firstOf(report, capsule),
  }
}

function firstOf({ first }: CampaignReport, capsule: string | undefined): object | null {
  if (first === undefined) return null
  const { nth, seed, failed } = first
  const { plan, failure, outcome } = failed
  return { nth, seed, ...failure, hash: outcome.hash, capsule, plan: tellPlan(plan, outcome.told) }
}
