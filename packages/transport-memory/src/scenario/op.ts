/**
 * One thing users do, by a name that plans know it by. What it does is the scenario's own; how
 * often it is drawn is a weight against the other operations.
 */
import type { Use } from '../plan/index.ts'

export interface Op extends Use {
  /** What it returns is followed to its end, which must come and be no error but a refusal. */
  readonly run: () => unknown
}

/** An operation: its name, what it does, and how often it is drawn against others (default 1). */
export const op = (name: string, run: () => unknown, weight: number = 1): Op => ({
  name,
  run,
  weight,
})
