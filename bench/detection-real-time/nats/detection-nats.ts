/**
 * [detection-nats]: how a cluster of processes over a real server finds out that one of them is
 * gone, and that one is not. Settings are the defaults. Run by hand: it takes minutes and the whole
 * machine, and its figures are the machine's as well.
 */
import { type Benchmark, type Effort, type Figure, type Spread, type Target } from '../../figure.ts'
import { operations, spreadOf } from '../../measure.ts'
import { machineText } from '../../processes/index.ts'
import { type BurnReport, measureBurn } from './burns.ts'
import { type KillReport, type KillsPlan, measureKills } from './kills.ts'
import { withCluster } from './process-cluster.ts'
import { measureStop, type StopReport } from './stops.ts'

const full = { size: 20, kills: 10, shortStopMs: 2000, longStopMs: 30_000, burnMs: 60_000 }
const sizeMin = 3
const restMs = 3000
const probePeriodMs = 1000

export interface DetectionPlan extends KillsPlan {
  readonly size: number
  readonly shortStopMs: number
  readonly longStopMs: number
  readonly burnMs: number
}

export interface DetectionReports {
  readonly kills: readonly KillReport[]
  /** The same where nobody is told that nobody listens. */
  readonly killsUnhinted: readonly KillReport[]
  readonly shortStop: StopReport
  readonly longStop: StopReport
  readonly burn: BurnReport
}

export const detectionNats: Benchmark = {
  name: 'detection-nats',
  area: 'detection',
  run: async (effort) => {
    const machine = machineText()
    const plan = planFor(effort)
    return detectionFigures(await reportsOf(plan), plan, machine)
  },
}

export const planFor = (effort: Effort): DetectionPlan => ({
  size: Math.max(sizeMin, operations(full.size, effort)),
  kills: operations(full.kills, effort),
  restMs: restMs * effort.share,
  shortStopMs: full.shortStopMs * effort.share,
  longStopMs: full.longStopMs * effort.share,
  burnMs: full.burnMs * effort.share,
})

async function reportsOf(plan: DetectionPlan): Promise<DetectionReports> {
  const { size, shortStopMs, longStopMs, burnMs } = plan
  const rest = { restMs: plan.restMs }
  const hinted = await withCluster({ size, hasHints: true }, async (cluster) => ({
    kills: await measureKills(cluster, plan),
    shortStop: await measureStop(cluster, { forMs: shortStopMs, ...rest }),
    longStop: await measureStop(cluster, { forMs: longStopMs, ...rest }),
    burn: await measureBurn(cluster, { forMs: burnMs, ...rest }),
  }))
  const killsUnhinted = await withCluster({ size, hasHints: false }, (cluster) =>
    measureKills(cluster, plan),
  )
  return { ...hinted, killsUnhinted }
}

/** The figures, from whatever was measured. */
export function detectionFigures(
  reports: DetectionReports,
  plan: DetectionPlan,
  machine: string,
): readonly Figure[] {
  const { size, shortStopMs, longStopMs } = plan
  const others = `of ${size - 1} others`
  const withinPeriod = { is: 'at-most', value: probePeriodMs } as const
  return [
    ...killFigures('kill', reports.kills, {
      target: withinPeriod,
      note: `kill -9 of one of ${size} processes over NATS, with hints; ${machine}`,
    }),
    ...killFigures('kill-unhinted', reports.killsUnhinted, {
      target: undefined,
      note: 'the same, nobody told that nobody listens',
    }),
    ...stopFigures('stop-2s', reports.shortStop, `${others}; SIGSTOP for ${shortStopMs} ms`),
    ...stopFigures('stop-30s', reports.longStop, `${others}; SIGSTOP for ${longStopMs} ms`),
    ...burnFigures(reports.burn, plan),
  ]
}

interface Meaning {
  readonly target: Target | undefined
  readonly note: string
}

function killFigures(
  row: string,
  reports: readonly KillReport[],
  { target, note }: Meaning,
): readonly Figure[] {
  const name = `detection-nats/${row}`
  const unit = 'ms'
  const all = spreadOf(reports.map((report) => report.allFailedMs))
  const firstFailed = spreadOf(reports.map((report) => report.firstFailedMs))
  const firstWord = spreadOf(reports.map((report) => report.firstWordMs))
  const kills = `${reports.length} kills`
  return [
    { name, ...all, unit, target, note: `until all find it failed, ${kills}: ${note}` },
    { name: `${name}/slowest`, ...once(all.max), unit, target, note: 'the slowest of these' },
    {
      name: `${name}/first-failed`,
      ...firstFailed,
      unit,
      target: undefined,
      note: 'until the first finds it failed',
    },
    {
      name: `${name}/first-word`,
      ...firstWord,
      unit,
      target: undefined,
      note: 'until the first suspects it or finds it failed',
    },
  ]
}

function stopFigures(row: string, report: StopReport, note: string): readonly Figure[] {
  const name = `detection-nats/${row}`
  const of = { unit: 'members', target: undefined }
  return [
    { name: `${name}/suspected-by`, ...once(report.suspectedBy), ...of, note },
    { name: `${name}/failed-by`, ...once(report.failedBy), ...of, note },
    {
      name: `${name}/recovered`,
      ...once(report.recoveredMs),
      unit: 'ms',
      target: undefined,
      note: 'from SIGCONT until its accusers hold it to be alive; 0: there were none',
    },
    {
      name: `${name}/accusations`,
      ...once(report.accusations),
      unit: 'notices',
      target: undefined,
      note: 'that it suspects others or finds them failed, by the one that was stopped',
    },
  ]
}

function burnFigures(report: BurnReport, { size, burnMs }: DetectionPlan): readonly Figure[] {
  const name = 'detection-nats/burn'
  const unit = 'notices'
  const note = `all ${size} block their event loops 4/5 of the time, 50-200 ms each, ${burnMs} ms`
  const none = { is: 'exactly', value: 0 } as const
  return [
    { name: `${name}/failed`, ...once(report.failed), unit, target: none, note },
    { name: `${name}/suspected`, ...once(report.suspected), unit, target: undefined, note: 'same' },
    {
      name: `${name}/down`,
      ...once(report.down),
      unit,
      target: undefined,
      note: 'the same, logged as down; each member tells of it',
    },
    {
      name: `${name}/stall`,
      ...spreadOf(report.stallsMs),
      unit: 'ms',
      target: undefined,
      note: 'the longest time an event loop did not come round, by member',
    },
  ]
}

const once = (value: number): Spread => ({ value, min: value, max: value })
