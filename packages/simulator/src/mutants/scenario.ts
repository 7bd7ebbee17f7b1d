/**
 * What tries a mutant: anything that plays one run for a seed and says what failed. The suite knows
 * no more of it, so that another runner needs nothing but this.
 */

export interface Scenario {
  /**
   * Plays the run of a seed; equal seeds give equal runs. Resolves with the first thing that
   * failed, in one line; undefined: nothing did. To reject is to fail as well.
   */
  readonly run: (seed: number) => Promise<string | undefined>
  /** Cuts the run of a seed that failed down to what it takes; not every scenario can. */
  readonly shrink?: (seed: number) => Promise<CutDown>
}

/** A failing run that was cut down. */
export interface CutDown {
  /** Operations that are left, and that there were. */
  readonly ops: number
  readonly of: number
  /** Runs it took. */
  readonly runs: number
}
