/**
 * What a trial process is told and what it tells: plain data between `run-trial.ts` and `trial.ts`.
 */

import type { CutDown } from './scenario.ts'

export interface TrialOrder {
  /** undefined: nothing is planted. */
  readonly mutant: string | undefined
  /** Each plays a seed before any plays the next one. */
  readonly scenarios: readonly string[]
  readonly firstSeed: number
  /** Seeds at most; a scenario plays each once. */
  readonly seeds: number
}

/** One run is over. */
export interface TrialReport {
  readonly scenario: string
  readonly seed: number
  /** undefined: nothing did. */
  readonly failed: string | undefined
  /** What was left of the one that failed, if it could be cut down. */
  readonly cutDown: CutDown | undefined
  /** Processor time of the process so far. */
  readonly cpuMs: number
}
