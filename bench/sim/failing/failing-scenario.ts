/**
 * A scenario with a planted bug, and enough seeds to meet it: what the benchmark of shrinking runs.
 * One suite of these is of applications; others may be added beside it.
 */
import type { Scenario } from '@quorate/transport-memory'

/** An application is built by the scenario itself: nobody outside looks at it. */
export interface FailingScenario {
  readonly name: string
  /** Runs of it, each from another seed, until one fails. */
  readonly scenario: Scenario<unknown>
}
