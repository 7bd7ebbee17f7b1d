/**
 * The knobs of writing: how large an entry may be, and how long the log. Every limit
 * refuses by name when it is reached; none of them drops anything that was accepted.
 */

export interface WritesConfig {
  /** Largest entry, as estimated before encoding, in bytes. Default 65,536. */
  readonly entryBytesMax: number
  /** At so many entries this member writes no more (`log-full`). Default 1,000,000. */
  readonly logEntriesMax: number
  /** At so many entries this member warns, once (`log-growing`). Default 100,000. */
  readonly logWarnEntries: number
}

export const defaultWritesConfig: WritesConfig = {
  entryBytesMax: 64 * 1024,
  logEntriesMax: 1_000_000,
  logWarnEntries: 100_000,
}

/** Longest key of the state info, in UTF-16 code units (W5). */
export const keyLengthMax = 256
