/**
 * A scripted scenario: a test says what happens when, in virtual time, with members (and their
 * applications) started, crashed and restarted for it and the library's invariants watched all the
 * while. Usable as the body of a test under any runner.
 */
import { runRequest } from './run-request.ts'
import { type SimOptions, SimScript } from './sim-script.ts'
import type { SimWorld } from './sim-world.ts'

/**
 * The body of a test: starts the members, runs the script, and looks at everything once more. What
 * it rejects with says the seed; `SIM_SEED` runs that one again.
 *
 * @throws Violation for an invariant; whatever the script throws; InvariantViolation for options
 * that make no sense.
 */
export const sim =
  <App = undefined>(
    options: SimOptions<App>,
    script: (world: SimWorld<App>) => unknown,
  ): (() => Promise<void>) =>
  async () => {
    const request = runRequest('sim')
    const seed = request.seed ?? options.seed ?? request.baseSeed
    await new SimScript({ ...options, seed }).run(script)
  }
