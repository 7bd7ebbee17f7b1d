/**
 * The runs of a campaign over worker threads, each with one run at a time. A thread that ends by
 * itself ends the campaign, and says which seed it had; none is left behind.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { seedOf, type CampaignSettings } from './settings.ts'
import type { RunResult } from './campaign-run.ts'
import type { Tasks } from './tasks.ts'

/** Threads, and what they run. */
export interface WorkersOptions {
  readonly count: number
  readonly file: URL
}

/** A worker thread ended before it had done its run. */
export class WorkerDied extends Error {
  override readonly name: string = 'WorkerDied'
  /** Of the run that it had. */
  readonly seed: string

  constructor(seed: string, why: string) {
    super(`the worker with the run of seed ${seed} ended: ${why}`)
    this.seed = seed
  }
}

const isSource = import.meta.url.endsWith('.ts')

/**
 * What our threads run: built JavaScript, since a thread knows nothing of TypeScript.
 *
 * @throws Error if the package is not built.
 */
export function workerFile(): URL {
  const path = isSource ? '../../dist/campaign/run-worker.js' : './run-worker.js'
  const file = new URL(path, import.meta.url)
  if (existsSync(file)) return file
  throw new Error(`${fileURLToPath(file)} is not built: run npm run build, or use no workers`)
}

/** @throws WorkerDied. */
export async function inWorkers(
  settings: CampaignSettings,
  { count, file }: WorkersOptions,
  tasks: Tasks,
): Promise<void> {
  const workers = Array.from({ length: Math.min(count, settings.runs) }, () => {
    // Of a test runner's own arguments a thread can make nothing.
    const own = isSource ? { execArgv: [] } : {}
    return new Worker(file, { workerData: settings, ...own })
  })
  try {
    await Promise.all(workers.map((worker) => feed(worker, settings, tasks)))
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** Gives a worker one run after another; resolves when there is none left for it. */
function feed(worker: Worker, settings: CampaignSettings, tasks: Tasks): Promise<void> {
  return new Promise((resolve, reject) => {
    let nth: number | undefined
    const next = (): void => {
      nth = tasks.take()
      if (nth === undefined) resolve()
      else worker.postMessage(nth, [])
    }
    const died = (why: string): void => reject(new WorkerDied(seedOf(settings, nth ?? 1), why))
    worker.on('message', (result: RunResult) => {
      tasks.done(result)
      next()
    })
    worker.on('error', (error) => died(error.stack ?? error.message))
    worker.on('exit', (code) => died(`it exited with ${code}`))
    tasks.whenStopped(resolve)
    next()
  })
}
