/**
 * Hands out the runs of a campaign in order and takes their results in any order. What it tells in
 * the end is the same however many worked: results by number, up to where the campaign ended. It
 * must never depend on who was faster.
 */
import type { RunResult } from './campaign-run.ts'

/** How far a campaign has come. */
export interface CampaignProgress {
  readonly runs: number
  /** How many there are to be. */
  readonly of: number
  readonly failures: number
  readonly virtualMs: number
  /** Real milliseconds since it began. */
  readonly realMs: number
}

export interface TasksOptions {
  readonly runs: number
  /** No run is begun after so many failures. */
  readonly failuresMax: number
  readonly signal: AbortSignal | undefined
  readonly onResult: (progress: Omit<CampaignProgress, 'realMs'>) => void
}

export class Tasks {
  readonly #options: TasksOptions
  readonly #results: RunResult[] = []
  #taken = 0
  #failures = 0
  #virtualMs = 0

  constructor(options: TasksOptions) {
    this.#options = options
  }

  /** Calls back when whoever asked for the campaign wants it to end. */
  whenStopped(callBack: () => void): void {
    this.#options.signal?.addEventListener('abort', callBack, { once: true })
  }

  /** The next run; undefined: there is none to begin. */
  take(): number | undefined {
    const { runs, failuresMax, signal } = this.#options
    const isStopped = signal?.aborted ?? false
    const isOver = isStopped || this.#failures >= failuresMax || this.#taken >= runs
    return isOver ? undefined : ++this.#taken
  }

  done(result: RunResult): void {
    this.#results.push(result)
    this.#failures += result.failure === undefined ? 0 : 1
    this.#virtualMs += result.virtualMs
    this.#options.onResult({
      runs: this.#results.length,
      of: this.#options.runs,
      failures: this.#failures,
      virtualMs: this.#virtualMs,
    })
  }

  /**
   * By number, without a gap. Runs were begun in order, so all before the last failure that counts
   * are there; what was done beyond it depends on how many worked, and is left out.
   */
  results(): readonly RunResult[] {
    const byNumber = this.#results.toSorted((a, b) => a.nth - b.nth)
    const gap = byNumber.findIndex(({ nth }, at) => nth !== at + 1)
    const whole = gap < 0 ? byNumber : byNumber.slice(0, gap)
    const failing = whole.filter(({ failure }) => failure !== undefined)
    const last = failing[this.#options.failuresMax - 1]
    return last === undefined ? whole : whole.slice(0, last.nth)
  }
}
