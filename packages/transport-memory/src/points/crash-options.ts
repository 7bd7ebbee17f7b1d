/**
 * How a process ends, as what it wrote sees it. Types only: what becomes of a write is for the disk
 * to decide, and when the process ends for the scenario.
 */

/** How a process ends, as its disk sees it. */
export interface CrashOptions {
  /**
   * `unsynced` (default): the power fails; of what was not synced a keyed part survives. `none`:
   * only the process ends, and all it wrote is there. `all`: the disk is lost, and with it the log.
   */
  readonly lose?: 'unsynced' | 'none' | 'all'
  /** Whether a write that survives may be there in part, cut between two sectors; default false. */
  readonly torn?: boolean
}
