/**
 * The world of a scripted scenario: the verbs of a world, in the words of a test (`'5s'`), on
 * machines whose members and applications come and go with their processes.
 */
import { invariant, type LogStore, type Member, type PartialSettings } from '@quorate/core'
import type { Cluster } from '../cluster/index.ts'
import type { CutOptions } from '../links.ts'
import type { EnvOptions, MemberEnv } from '../machine.ts'
import { type Duration, msOf } from '../plan/index.ts'
import { Observation } from '../run/index.ts'
import type { AppStart, Checks, RunView } from '../scenario/index.ts'
import type { Undo } from '../undo.ts'
import { createWorld, type World, type WorldOptions } from '../world.ts'

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

const stableWithin: Duration = '2m'

/** What a script works with. Only `advance`, `until`, `stable`, `settle` and `start` move time. */
export class SimWorld<App = undefined> implements RunView<App> {
  /** Everything a world can do, for what has no verb here. */
  readonly world: World
  readonly #cluster: Cluster<App>

  /** @internal Made by `sim`. */
  constructor(world: World, cluster: Cluster<App>) {
    this.world = world
    this.#cluster = cluster
  }

  get now(): number {
    return this.world.now
  }

  get up(): readonly string[] {
    return this.#cluster.up
  }

  get members(): readonly Member[] {
    return this.#cluster.members
  }

  get apps(): readonly App[] {
    return this.#cluster.apps
  }

  member(name: string): Member {
    return this.#cluster.member(name)
  }

  app(name: string): App {
    return this.#cluster.app(name)
  }

  converged(): boolean {
    return this.#cluster.converged()
  }

  /** Lets time pass. */
  advance(duration: Duration): Promise<void> {
    return this.world.advance(msOf(duration))
  }

  /** Lets time pass until the condition holds. @throws DeadlineMissed after `within`. */
  until(condition: () => boolean, within: Duration = '1m'): Promise<void> {
    return this.world.until(condition, { withinMs: msOf(within) })
  }

  /** Lets time pass until the promise is settled; as the promise then. */
  settle<T>(promise: Promise<T>, within: Duration = '1m'): Promise<T> {
    return this.world.settle(promise, { withinMs: msOf(within) })
  }

  /** Lets time pass until all that run agree, are operational and think nobody is down. */
  stable(within: Duration = stableWithin): Promise<void> {
    return this.until(() => this.members.every(isWell) && this.converged(), within)
  }

  /** Nothing sent from one group reaches the other, nor back unless `oneWay`. */
  cut(group: readonly string[], other: readonly string[], options: CutOptions = {}): Undo {
    return this.world.cut(group, other, options)
  }

  isolate(name: string): Undo {
    return this.world.isolate(name)
  }

  /** Undoes every cut. */
  heal(): void {
    this.world.heal()
  }

  /** What one group sends to the other waits so long, and then comes in one burst. */
  clog(group: readonly string[], other: readonly string[], duration: Duration): Undo {
    return this.world.clog(group, other, msOf(duration))
  }

  hold(...frames: Parameters<World['hold']>): ReturnType<World['hold']> {
    return this.world.hold(...frames)
  }

  /** Its process ends at once. */
  crash(name: string, how: Parameters<World['crash']>[1] = {}): void {
    this.#cluster.crash(name, how)
  }

  /** A new process on a crashed machine. @throws what keeps it from starting. */
  restart(name: string, options: Parameters<World['restart']>[1] = {}): Promise<void> {
    return this.world.settle(this.#cluster.restart(name, options))
  }

  /** Another machine, with a member that joins the others. */
  start(name: string, options: EnvOptions = {}): Promise<void> {
    return this.world.settle(this.#cluster.add(name, options))
  }

  /** Its process ends when it makes this call: see `World.crashAt`. */
  crashAt(
    point: Parameters<World['crashAt']>[0],
    name: string,
    options: Parameters<World['crashAt']>[2] = {},
  ): Undo {
    return this.world.crashAt(point, name, options)
  }

  /** Its process stands still, for so long or until `resume`. */
  pause(name: string, duration?: Duration): Undo {
    const undo = this.world.pause(name)
    if (duration !== undefined) this.world.after(msOf(duration), undo)
    return undo
  }

  resume(name: string): void {
    this.world.resume(name)
  }

  slow(name: string, how: Parameters<World['slow']>[1]): Undo {
    return this.world.slow(name, how)
  }

  clock(name: string, faults: Parameters<World['setClock']>[1]): Undo {
    return this.world.setClock(name, faults)
  }

  disk(name: string, faults: Parameters<World['disk']>[1]): Undo {
    return this.world.disk(name, faults)
  }

  backup(...of: Parameters<World['backup']>): ReturnType<World['backup']> {
    return this.world.backup(...of)
  }

  restore(...backup: Parameters<World['restore']>): void {
    this.world.restore(...backup)
  }
}

const isWell = (member: Member): boolean =>
  member.state.state === 'operational' && member.failedPeers().length === 0

/** One run of a script. */
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
