/**
 * Runs what `quorate sim` was asked for: a campaign or every short history, told while it goes on;
 * what failed first is written to a capsule and shown. The exit code says whether all held.
 */
import {
  type CampaignReport,
  commitOf,
  faultKinds,
  type FaultMix,
  furtherKinds,
  hasHeld,
  historiesScenario,
  recordRun,
  runCampaign,
  runHistories,
  writeCapsule,
} from '@quorate/transport-memory'
import { type Mark, marks } from '@quorate/core'
import type { ExitCode, Surroundings } from '../commands/surroundings.ts'
import { jsonOf } from './json-report.ts'
import { logModules, scenarioOn, titles } from './file-store.ts'
import { checkViews, standardOutput, wantsRun, writeJson, writeViews } from './output-files.ts'
import { Progress } from './progress.ts'
import { commandFor, type SimOptions } from './sim-options.ts'
import { failureText, summaryOf } from './summary.ts'

/** @throws SimInputError before anything runs. */
export async function runSim(options: SimOptions, its: Surroundings): Promise<ExitCode> {
  checkViews(options)
  const ending = new AbortController()
  its.whenAskedToEnd(() => ending.abort())
  const progress = new Progress(its.errors)
  const report = await explore(options, progress, ending.signal)
  progress.end()
  return conclude(report, options, its)
}

/** Keeps and shows what a campaign has found. */
export async function conclude(
  report: CampaignReport,
  options: SimOptions,
  its: Surroundings,
): Promise<ExitCode> {
  const capsule = report.first && writeCapsule(report.first.capsule, options.capsules)
  await show(report, options, its)
  tell(report, { options, its, capsule })
  if (options.json !== undefined) writeJson(options.json, jsonOf(report, options, capsule))
  return hasHeld(report) && !report.isStopped ? 0 : 1
}

function explore(
  options: SimOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<CampaignReport> {
  const { mode, seed, runs, workers, members, time, store, depth } = options
  const onProgress: Progress['tell'] = (how) => progress.tell(how)
  if (mode === 'exhaustive') return runHistories({ seed, length: depth, onProgress, signal })
  const pctDepth = mode === 'pct' ? depth : 0
  return runCampaign({
    seed,
    runs,
    scenario: {
      members,
      run: time,
      faults: mixOf(options),
      pctDepth,
      logModule: logModules[store],
    },
    title: titles[store],
    expectedMarks: isAnythingPossible(options) ? expectedMarks : [],
    onProgress,
    signal,
    ...(workers === undefined ? {} : { workers }),
  })
}

/** Where logs are on disks, processes may crash at calls of those too, and machines be copied. */
function mixOf({ faults: { mix, text }, store }: SimOptions): FaultMix {
  const isAny = text === 'swarm' || text === 'all'
  return isAny && store === 'file' ? { ...mix, kinds: [...mix.kinds, ...furtherKinds] } : mix
}

/**
 * Rare branches that need settings, sizes or a story of their own, or that large campaigns are in a
 * few times or never: other tests reach each of them.
 */
const beyondDefaults: ReadonlySet<string> = new Set<Mark>([
  'replication.delta-cut',
  'replication.pull-resumed',
  'replication.pull-fruitless',
  'replication.unknown-told',
  'replication.unknown-asked',
  'requests.next-life',
  'kernel.adopted-pending',
  'kernel.checkpoint-unfit',
  'membership.store-given-up',
  'membership.leave-taken-back',
  'membership.witness-unknowing',
  'membership.life-outlived',
])

const expectedMarks = Object.keys(marks).filter((mark) => !beyondDefaults.has(mark))

/** Only runs in which everything may break can be asked to have been everywhere. */
const isAnythingPossible = ({ faults, members }: SimOptions): boolean =>
  faultKinds.every((kind) => faults.mix.kinds.includes(kind)) && members >= 3

/** The run to look at, once more. */
async function show(
  { shown }: CampaignReport,
  options: SimOptions,
  { output }: Surroundings,
): Promise<void> {
  if (shown === undefined || !wantsRun(options)) return
  const { mode, store } = options
  const scenario = mode === 'exhaustive' ? historiesScenario() : scenarioOn(store)
  const { record } = await recordRun(titles[store], shown, scenario)
  writeViews(record, options, output)
}

interface Telling {
  readonly options: SimOptions
  readonly its: Surroundings
  readonly capsule: string | undefined
}

function tell(report: CampaignReport, { options, its, capsule }: Telling): void {
  const { first } = report
  const { write } = options.trace === standardOutput ? its.errors : its.output
  if (first !== undefined && capsule !== undefined) {
    const again = [commandFor(options, first.seed), `npx quorate sim --capsule ${capsule}`]
    write(failureText(first, report, { capsule, commit: commitOf(), again }))
  }
  write(summaryOf(report))
}
