import { describe, expect, it } from 'vitest'
import { scenarios } from './index.ts'

/** Seeds of each scenario in a test run; by hand, `mutants/main.ts` with `--only "(none)"`. */
const seeds = 4

describe.each(Object.entries(scenarios))('%s', (name, scenario) => {
  // Random schedules are played by a test of their own.
  it.skipIf(name === 'schedules')(
    `finds nothing wrong, seeds 1 to ${seeds}`,
    async () => {
      for (let seed = 1; seed <= seeds; seed++)
        expect(await scenario?.run(seed), `seed ${seed}`).toBeUndefined()
    },
    120_000,
  )
})
