/**
 * What checks and workloads see of a run: whatever runs at the moment, through the public door.
 */
import type { Member } from '@quorate/core'

/** What checks and workloads see: whatever runs now. */
export interface RunView<App> {
  /** Virtual milliseconds since the world began. */
  readonly now: number
  /** Members whose process runs and is not paused, by name. */
  readonly up: readonly string[]
  /** Members of all processes that have not ended, by name. */
  readonly members: readonly Member[]
  /** Applications, likewise. */
  readonly apps: readonly App[]
  /** Violates an invariant if it does not run. */
  member(name: string): Member
  /** Violates an invariant if it does not run. */
  app(name: string): App
  /** All that run hold the same log and read it in the same way. */
  converged(): boolean
}
