import { beforeAll, describe, expect, it } from 'vitest'
import { demandBuilt } from './built-core.fixture.ts'
import { runTrial } from './run-trial.ts'

/**
 * Kernels and logs that are broken on purpose, each in another way. Random schedules must notice within a
 * handful of seeds: if they do not, it is the checkers that are broken, and no other run of theirs
 * means anything.
 */
const canaries = [
  { mutant: 'late-entries-at-the-end', seeds: 3 },
  { mutant: 'tail-kept-on-replay', seeds: 3 },
  { mutant: 'conflict-not-told', seeds: 3 },
  { mutant: 'identity-kept-after-join', seeds: 3 },
  { mutant: 'append-not-synced', scenario: 'file-logs', seeds: 3 },
  { mutant: 'tail-written-over', scenario: 'file-logs', seeds: 3 },
]

describe('the canary', () => {
  beforeAll(demandBuilt)

  it.each(canaries)(
    '$mutant is caught within $seeds seeds',
    async ({ mutant, scenario = 'any-faults', seeds }) => {
      const trial = await runTrial({ mutant, scenarios: [scenario], firstSeed: 1, seeds })
      expect(trial.failed).toBeDefined()
    },
    120_000,
  )
})
