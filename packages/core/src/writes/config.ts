/**
 * The knobs of writing: how large an entry may be, and how long the log. Every limit
 * refuses by name when it is reached; none of them drops anything that was accepted.
 */

import type { Millis } from '../model/index.ts'

export interface WritesConfig {
  /** Largest entry, as estimated before encoding, in bytes. Default 65,536. */
  readonly entryBytesMax: number
  /** At so many entries this member writes no more (`log-full`). Default 1,000,000. */
  readonly logEntriesMax: number
  /** At so many entries a member warns (`log-growing`), once. Default 100,000. */
  readonly logWarnEntries: number
  /** At so many bytes of entries this member writes no more (`log-full`). Default 640 MiB. */
  readonly logBytesMax: number
  /** At so many bytes of entries a member warns (`log-growing`), once. Default 64 MiB. */
  readonly logWarnBytes: number
  /**
   * At so many streams a process that has none begins none: it writes nothing (`log-full`). Each
   * process that writes adds one for good, and vectors name all. A member warns (`log-growing`) at
   * half of it. Default 12,288; at most 16,384, and what fits a frame of the transport.
   */
  readonly logStreamsMax: number
  /**
   * After so many entries more, the state they fold to is kept beside the log, so that a start
   * folds no more than about twice as many. Default 8,192.
   */
  readonly checkpointEntries: number
  /** How often a member whose disk is full tries whether there is room again. Default 5,000. */
  readonly roomRetryMs: Millis
}

export const defaultWritesConfig: WritesConfig = {
  entryBytesMax: 64 * 1024,
  logEntriesMax: 1_000_000,
  logWarnEntries: 100_000,
  logBytesMax: 640 * 1024 * 1024,
  logWarnBytes: 64 * 1024 * 1024,
  logStreamsMax: 12_288,
  checkpointEntries: 8_192,
  roomRetryMs: 5_000,
}
