/**
 * What writing remembers that is not in the log: its configuration, and that the application was
 * warned of a growing log, so that it is told once (W7).
 */
import type { WritesConfig } from './config.ts'

export interface WritesLocal {
  readonly config: WritesConfig
  /** The application was told that the log is growing. */
  readonly isGrowthTold: boolean
}

export const initialWrites = (config: WritesConfig): WritesLocal => ({
  config,
  isGrowthTold: false,
})
