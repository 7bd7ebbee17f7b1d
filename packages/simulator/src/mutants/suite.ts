/**
 * Tries mutants, a few at a time, and tells of each as it is done.
 */
import type { Mutant } from './mutant.ts'
import { runTrial, type Trial, type TrialLimits } from './run-trial.ts'
import type { TrialOrder } from './trial-order.ts'

export interface SuiteOptions {
  readonly order: Omit<TrialOrder, 'mutant'>
  /** Processes side by side. */
  readonly workers: number
  readonly limits?: TrialLimits
  readonly onTrial?: (tried: Tried) => void
}

export interface Tried {
  /** undefined: the trial without a mutant, which must find nothing. */
  readonly mutant: Mutant | undefined
  readonly trial: Trial
}

/** One trial for each, in the order given. */
export async function trySuite(
  mutants: readonly (Mutant | undefined)[],
  options: SuiteOptions,
): Promise<readonly Tried[]> {
  const { workers, limits, onTrial, order } = options
  const tried: Tried[] = []
  const left = [...mutants.entries()]
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [at, mutant] = next
      const trial = await runTrial({ ...order, mutant: mutant?.name }, limits)
      tried[at] = { mutant, trial }
      onTrial?.({ mutant, trial })
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return tried
}
