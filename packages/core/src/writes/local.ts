/**
 * What writing remembers that is not in the log: its configuration and nothing else, so that a
 * write is decided by the log, the clock and the settings alone.
 */
import type { WritesConfig } from './config.ts'

export interface WritesLocal {
  readonly config: WritesConfig
}

export const initialWrites = (config: WritesConfig): WritesLocal => ({ config })
