/**
 * What a worker thread of a campaign runs: it is told numbers, one at a time, and answers each with
 * what came of that run. Nobody imports it.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { CampaignRuns } from './campaign-run.ts'
import type { CampaignSettings } from './settings.ts'

const runs = await CampaignRuns.of(workerData as CampaignSettings)

parentPort?.on('message', (nth: number) => {
  // What it rejects with ends the thread, which whoever waits for it is told.
  void runs.run(nth).then((result) => parentPort?.postMessage(result, []))
})
