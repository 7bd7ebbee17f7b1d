/**
 * The knobs of writing: how large an entry may be, how long the log, how wrong the clock. Every
 * limit refuses by name when it is reached; none of them drops anything that was accepted.
 */
import type { Millis } from '../model/index.ts'

export interface WritesConfig {
  /** Largest entry, as estimated before encoding, in bytes. Default 65,536. */
  readonly entryBytesMax: number
  /** At so many entries this member writes no more (`log-full`). Default 1,000,000. */
  readonly logEntriesMax: number
  /** At so many entries this member warns, once (`log-growing`). Default 100,000. */
  readonly logWarnEntries: number
  /**
   * How far ahead of its own clock a member takes entries, in milliseconds. A writer refuses when
   * its clock is more than half of this from the majority's (`clock-unsynchronised`), so that no
   * reader has to hold its entries back. Default 10,000; the same on all members.
   */
  readonly clockAheadMaxMs: Millis
}

export const defaultWritesConfig: WritesConfig = {
  entryBytesMax: 64 * 1024,
  logEntriesMax: 1_000_000,
  logWarnEntries: 100_000,
  clockAheadMaxMs: 10_000,
}

/** Longest key of the state info, in UTF-16 code units (W5). */
export const keyLengthMax = 256
