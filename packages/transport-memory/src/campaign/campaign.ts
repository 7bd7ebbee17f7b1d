/**
 * Many runs of the library's own scenario, each from a seed of its own, over worker threads: how
 * many runs held, what failed first, cut down, and what was tried. How many worked changes nothing
 * but how long it takes.
 */
import { availableParallelism } from 'node:os'
import { invariant } from '@quorate/core'
import { type Duration, msOf } from '../plan/index.ts'
import { CampaignRuns } from './campaign-run.ts'
import { campaignTitle, firstFailure } from './first-failure.ts'
import { inTurn } from './in-turn.ts'
import { inWorkers, workerFile } from './in-workers.ts'
import { type CampaignReport, reportOn } from './report.ts'
import { type CampaignScenario, settingsOf } from './settings.ts'
import { type CampaignProgress, Tasks } from './tasks.ts'

export interface CampaignOptions {
  /** Of the first run; the others have `seed.2`, `seed.3` and so on. */
  readonly seed: string | number
  /** Default 100. */
  readonly runs?: number
  readonly scenario?: CampaignScenario
  /** What the capsule of a failure is called: whoever runs it again knows the scenario by it. */
  readonly title?: string
  /** Worker threads; 0: none, in this thread. Default: as many as there are cores. */
  readonly workers?: number
  /** No run is begun after so many failures. Default 10. */
  readonly failuresMax?: number
  /** Real time that cutting the first failure down may take; 300 runs at most. Default 5 min. */
  readonly shrink?: Duration
  /** Marks that 500 runs or more, of 3,000 virtual minutes or more, have to hit. Default: none. */
  readonly expectedMarks?: readonly string[]
  /** Told after each run. */
  readonly onProgress?: (progress: CampaignProgress) => void
  /** Ends it early: what was done counts, in order, up to the first run that was not finished. */
  readonly signal?: AbortSignal
}

const workersMax = 256

/**
 * Carries out a campaign. That runs fail is no error: the report says so.
 *
 * @throws InvariantViolation for options that make no sense; WorkerDied.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const { expectedMarks = [], failuresMax = 10, signal, shrink = '5m', onProgress } = options
  const { title = campaignTitle } = options
  invariant(failuresMax >= 1, 'failuresMax must be 1 or more')
  const settings = settingsOf(String(options.seed), options.runs ?? 100, options.scenario)
  const runs = await CampaignRuns.of(settings)
  const beginMs = performance.now()
  const elapsed = (): number => performance.now() - beginMs
  const tasks = new Tasks({
    runs: settings.runs,
    failuresMax,
    signal,
    onResult: (progress) => onProgress?.({ ...progress, realMs: elapsed() }),
  })
  const count = workersOf(options)
  if (count === 0) await inTurn(runs, tasks)
  else await inWorkers(settings, { count, file: workerFile() }, tasks)
  const realMs = elapsed()
  const results = tasks.results()
  const untilMs = performance.now() + msOf(shrink)
  const mayGoOn = (): boolean => performance.now() < untilMs
  const first = await firstFailure(results, runs, { title, mayGoOn })
  const shown = first?.failed.plan ?? runs.planOf(1)
  const isStopped = signal?.aborted ?? false
  return reportOn(results, expectedMarks, { seed: settings.seed, realMs, isStopped, first, shown })
}

function workersOf({ workers = availableParallelism() }: CampaignOptions): number {
  const isCount = Number.isSafeInteger(workers) && workers >= 0 && workers <= workersMax
  invariant(isCount, `workers must be a whole number from 0 to ${workersMax}`)
  return workers
}
