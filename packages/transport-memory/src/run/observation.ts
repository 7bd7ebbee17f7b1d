/**
 * A cluster under observation: its machines, the ledger of what was asked of them, and the watch
 * that looks after every event; ambient time, chance and I/O are errors meanwhile. What both a plan
 * and a script are carried out on.
 */
import { ClusterError, FsError, type Member } from '@quorate/core'
import { guardAmbient, watchRejections } from '../ambient/index.ts'
import { callText, Cluster, Ledger } from '../cluster/index.ts'
import type { Checks, Scenario } from '../scenario/index.ts'
import type { World } from '../world.ts'
import { Watch } from './watch.ts'

export interface ObservationParts<App> {
  readonly world: World
  readonly scenario: Pick<Scenario<App>, 'app' | 'settings' | 'log'> & {
    readonly always?: Checks<App>
  }
  readonly names: readonly string[]
  readonly isJoined: boolean
  /** Inputs each process keeps for a replay. Default 0. */
  readonly recordInputs?: number | undefined
  readonly onStarted?: ((name: string, member: Member) => void) | undefined
}

export class Observation<App> {
  readonly cluster: Cluster<App>
  readonly ledger: Ledger
  readonly #world: World
  readonly #watch: Watch<App>

  constructor(parts: ObservationParts<App>) {
    const { world, scenario, names, isJoined, recordInputs = 0, onStarted } = parts
    const watch = new Watch(scenario.always ?? {})
    this.#world = world
    this.#watch = watch
    this.ledger = new Ledger((call, error) =>
      watch.found(`calls: ${callText(call)} ended with ${textOf(error)}`),
    )
    this.cluster = new Cluster(
      { names, isJoined },
      {
        world,
        ledger: this.ledger,
        scenario,
        recordInputs,
        onEntry: (at, entry) => watch.admitted(at, entry),
        onBegun: (at, sight) => watch.began(at, sight),
        onFinding: (finding) => watch.found(finding),
        onStartFailed: (who, error) => {
          if (!isOfDisk(error)) watch.found(`start: ${who} did not start: ${textOf(error)}`)
        },
        onStarted,
      },
    )
  }

  /** Ends the run at its next event: `S1: a blames …`. */
  found(finding: string): void {
    this.#watch.found(finding)
  }

  /** Everything, now. @throws Violation. */
  lookThoroughly(): void {
    this.#watch.lookThoroughly(this.cluster)
  }

  /** Carries out work under observation. @throws Violation; whatever the work throws. */
  async during<T>(work: (cluster: Cluster<App>) => Promise<T>): Promise<T> {
    const watch = this.#watch
    const rejections = watchRejections(({ reason, member }) =>
      watch.found(`rejection: ${member ?? 'nobody'} did not handle ${textOf(reason)}`),
    )
    const release = guardAmbient({
      onUse: (use) => watch.found(`ambient: ${textOf(use)}`),
      onError: (error, member) => watch.found(`error: ${member} did not catch ${textOf(error)}`),
    })
    const unwatch = this.#world.watch(() => watch.look(this.cluster))
    try {
      const result = await work(this.cluster)
      await this.#world.drain()
      watch.look(this.cluster)
      return result
    } catch (error) {
      // What was found says more than what it made of the event it was found in.
      watch.throwFindings()
      throw error
    } finally {
      this.cluster.end()
      unwatch()
      release()
      rejections.stop()
    }
  }
}

const ofDisk: readonly string[] = ['store-failed', 'store-full']

/** A disk that cannot be read or is full is the run's doing; anything else the application's. */
const isOfDisk = (error: unknown): boolean =>
  error instanceof FsError || (error instanceof ClusterError && ofDisk.includes(error.code))

export const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
