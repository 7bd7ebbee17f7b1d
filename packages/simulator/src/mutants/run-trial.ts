/**
 * Tries one mutant in a process of its own, so that a patched core cannot meet another one, and
 * one that hangs or floods memory can be ended.
 */
import { type ChildProcess, fork, type ForkOptions } from 'node:child_process'
import { createRequire } from 'node:module'
import type { CutDown } from './scenario.ts'
import type { TrialOrder, TrialReport } from './trial-order.ts'

/** How a trial ended. */
export interface Trial {
  /** The scenario whose run failed; undefined: none did. */
  readonly foundBy: string | undefined
  /** What failed, in one line. */
  readonly failed: string | undefined
  /** What was left of that run, if it could be cut down. */
  readonly cutDown: CutDown | undefined
  /** Runs that were begun, of all scenarios together; the last is the one that failed. */
  readonly runs: number
  /** Processor time. */
  readonly cpuMs: number
}

export interface TrialLimits {
  /** A trial is over after so much processor time; default 180,000 ms. */
  readonly cpuMs?: number
  /** A run, cutting it down included, hangs after so much of the machine's time; default 5 min. */
  readonly runMs?: number
}

const trialFile = createRequire(import.meta.url).resolve('@quorate/simulator/trial')

/**
 * Plays runs until one fails or a limit is reached.
 * @throws Error if the process ends before its first run does: what was patched is no program.
 */
export function runTrial(order: TrialOrder, limits: TrialLimits = {}): Promise<Trial> {
  // Without the conditions that tests run under: what is patched is the built code.
  const options = { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] } satisfies ForkOptions
  const child = fork(trialFile, [JSON.stringify(order)], options)
  return new Watch(child, limits).trial
}

/** A trial that is under way. */
class Watch {
  readonly trial: Promise<Trial>
  readonly #child: ChildProcess
  readonly #limits: Required<TrialLimits>
  #last: TrialReport | undefined
  #runs = 0
  #hung: string | undefined
  #complaint = ''
  #alarm: NodeJS.Timeout | undefined

  constructor(child: ChildProcess, { cpuMs = 180_000, runMs = 300_000 }: TrialLimits) {
    this.#child = child
    this.#limits = { cpuMs, runMs }
    this.#expectReport()
    child.on('message', (message) => this.#hear(message as TrialReport))
    child.stderr?.on('data', (text) => (this.#complaint += String(text)))
    this.trial = new Promise((resolve, reject) => {
      child.on('close', (code) => {
        const isBegun = this.#last !== undefined || this.#hung !== undefined
        if (isBegun) resolve(this.#end(code))
        else reject(new Error(`the trial did not begin: ${this.#complaint.trim()}`))
      })
    })
  }

  #expectReport(): void {
    const { runMs } = this.#limits
    clearTimeout(this.#alarm)
    this.#alarm = setTimeout(() => {
      this.#hung = `a run took more than ${runMs} ms`
      this.#child.kill('SIGKILL')
    }, runMs)
  }

  #hear(report: TrialReport): void {
    this.#last = report
    this.#runs++
    this.#expectReport()
    if (report.failed === undefined && report.cpuMs >= this.#limits.cpuMs) this.#child.kill()
  }

  #end(code: number | null): Trial {
    clearTimeout(this.#alarm)
    const broken =
      code === null || code === 0 ? undefined : `ended itself: ${this.#complaint.trim()}`
    const unreported = this.#hung ?? (this.#last?.failed === undefined ? broken : undefined)
    const failed = unreported ?? this.#last?.failed
    return {
      foundBy: failed === undefined ? undefined : (this.#last?.scenario ?? 'the first run'),
      failed,
      cutDown: this.#last?.cutDown,
      runs: this.#runs + (unreported === undefined ? 0 : 1),
      cpuMs: this.#last?.cpuMs ?? 0,
    }
  }
}
