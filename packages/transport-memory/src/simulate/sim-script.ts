/**
 * One run of a script: the members are started, the script does what it does under observation, and
 * at the end everything is looked at once more. What it fails with says how to see it again.
 */
import { invariant, type LogStore, type PartialSettings } from '@quorate/core'
import type { MemberEnv } from '../machine.ts'
import { Observation } from '../run/index.ts'
import type { AppStart, Checks } from '../scenario/index.ts'
import { createWorld, type WorldOptions } from '../world.ts'
import { SimWorld } from './sim-world.ts'

export interface SimOptions<App> extends Omit<WorldOptions, 'seed'> {
  /** Default: random, in CI that of the commit. */
  readonly seed?: string | number
  readonly members: readonly string[]
  /** The application, built at every start of a process. */
  readonly app?: (start: AppStart) => App | Promise<App>
  /** `joined` (default): all are one cluster before the script begins; else each its own. */
  readonly start?: 'joined' | 'apart'
  /** Must hold after every event. */
  readonly always?: Checks<App>
  readonly settings?: PartialSettings
  readonly log?: (env: MemberEnv) => LogStore
}

export class SimScript<App> {
  readonly #options: SimOptions<App> & { readonly seed: string | number }

  constructor(options: SimOptions<App> & { readonly seed: string | number }) {
    invariant(options.members.length > 0, 'members must name at least one')
    this.#options = options
  }

  async run(script: (world: SimWorld<App>) => unknown): Promise<void> {
    const { members: names, start = 'joined' } = this.#options
    const world = createWorld(this.#options)
    const observation = new Observation({
      world,
      scenario: this.#options,
      names,
      isJoined: start === 'joined',
    })
    try {
      await observation.during(async (cluster) => {
        await cluster.boot()
        await script(new SimWorld(world, cluster))
        observation.lookThoroughly()
      })
    } catch (error) {
      throw located(error, this.#options.seed)
    }
  }
}

/** The same error, which says how to see it again: a test runner shows what it is. */
function located(error: unknown, seed: string | number): unknown {
  if (error instanceof Error && !error.message.includes('SIM_SEED'))
    error.message += `\n  again: SIM_SEED=${seed}`
  return error
}
