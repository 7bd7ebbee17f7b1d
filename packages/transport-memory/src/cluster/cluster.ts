/**
 * The machines of a run as one cluster: starts them, lets them join, crashes and restarts them, and
 * shows what runs. A process with an empty log joins whoever is in a cluster, again and again until
 * it is let in, as a deployment would; it founds a cluster only if nobody has one.
 */
import { invariant, type Member } from '@quorate/core'
import type { Backup } from '../disk/index.ts'
import type { EnvOptions, MemberEnv } from '../machine.ts'
import type { World } from '../world.ts'
import { Actor, type ActorParts } from './actor.ts'
import { isDamage } from './observed-log.ts'
import type { RunView } from '../scenario/index.ts'

/** Between two attempts to join, and to start a process that could not. */
const retryMs = 1000
const joinTimeoutMs = 5000

export interface ClusterOptions {
  readonly names: readonly string[]
  /** All are to be one cluster; else each founds its own. */
  readonly isJoined: boolean
}

interface Running<App> {
  readonly names: readonly string[]
  readonly members: readonly Member[]
  readonly apps: readonly App[]
}

export class Cluster<App> implements RunView<App> {
  readonly #actors: Map<string, Actor<App>>
  readonly #world: World
  readonly #parts: ActorParts<App>
  readonly #isJoined: boolean
  /** What runs, kept between two changes: checks ask for it after every event. */
  #running: Running<App> = { names: [], members: [], apps: [] }
  /** Nobody is started any more. */
  #isOver = false

  constructor({ names, isJoined }: ClusterOptions, parts: ActorParts<App>) {
    this.#world = parts.world
    this.#parts = parts
    this.#isJoined = isJoined
    this.#actors = new Map(names.map((name) => [name, new Actor(name, parts)]))
  }

  get actors(): ReadonlyMap<string, Actor<App>> {
    return this.#actors
  }

  get now(): number {
    return this.#world.now
  }

  get up(): readonly string[] {
    return [...this.actors.values()].filter(({ isActive }) => isActive).map(({ name }) => name)
  }

  get members(): readonly Member[] {
    return this.#now().members
  }

  get apps(): readonly App[] {
    return this.#now().apps
  }

  member(name: string): Member {
    return this.#processOf(name).member
  }

  app(name: string): App {
    return this.#processOf(name).app
  }

  converged(): boolean {
    const hashes = new Set(this.members.map((member) => member.version().hash))
    const hasVectors = new Set(this.members.map((member) => vectorText(member)))
    return hashes.size <= 1 && hasVectors.size <= 1
  }

  /** Whether this machine's process of that time still runs. */
  isRunning(who: string): boolean {
    return [...this.actors.values()].some(({ process }) => process?.who === who)
  }

  /** The processes that run, by machine. */
  processes(): ReadonlyMap<string, string> {
    return new Map(
      [...this.actors.values()].flatMap(({ name, process }) =>
        process === undefined ? [] : [[name, process.who]],
      ),
    )
  }

  actor(name: string): Actor<App> {
    const actor = this.actors.get(name)
    invariant(actor !== undefined, `there is no ${name} in this run`)
    return actor
  }

  /** Starts everybody; all are in one cluster afterwards, if they are to be. */
  async boot(): Promise<void> {
    for (const actor of this.actors.values()) {
      const env = this.#world.env(actor.name)
      await this.#world.settle(this.#begin(actor, env))
    }
    if (!this.#isJoined) return
    await this.#world.until(() => this.members.every(isIn))
    await this.#world.until(() => this.converged())
  }

  /** One more machine, with a member that joins the others. */
  async add(name: string, options: EnvOptions): Promise<void> {
    const actor = new Actor(name, this.#parts)
    const env = this.#world.env(name, options)
    this.#actors.set(name, actor)
    await this.#begin(actor, env)
  }

  /** One more machine with a copy of a disk, and a member of the same name on it. */
  async clone(name: string, as: string, options: Parameters<World['clone']>[2]): Promise<void> {
    const env = this.#world.clone(name, as, options)
    const actor = new Actor(as, this.#parts, name)
    actor.kept.copied(this.actor(name).kept)
    this.#actors.set(as, actor)
    await this.#begin(actor, env)
  }

  /** Its process ends at once. */
  crash(name: string, how: Parameters<World['crash']>[1] = {}): void {
    const actor = this.actor(name)
    actor.ended()
    if (how.lose === 'all') actor.kept.replaced('empty')
    this.#changed()
    this.#world.crash(name, how)
  }

  /** On a crashed machine: what a backup holds takes the place of all. */
  restore(name: string, backup: Backup): void {
    this.actor(name).kept.replaced('older')
    this.#world.restore(name, backup)
  }

  /** Flips so many bits of what is durable on its disk. */
  rot(name: string, bits: number): void {
    this.actor(name).kept.rotted()
    this.#world.rot(name, bits)
  }

  /** A new process on a crashed machine; resolves when its application is built. */
  async restart(name: string, options: Parameters<World['restart']>[1] = {}): Promise<void> {
    const env = this.#world.restart(name, options)
    // It may have ended at a point of its own code, of which nobody was told.
    this.actor(name).ended()
    this.#changed()
    this.#parts.ledger.count('starts')
    await this.#begin(this.actor(name), env)
  }

  /** A process that founds a cluster, its disk being empty. */
  async refound(name: string): Promise<void> {
    this.crash(name, { lose: 'all' })
    this.#parts.ledger.count('starts')
    await this.actor(name).start(this.#world.restart(name), true)
    this.#changed()
  }

  /** Nobody is started or joins any more. */
  end(): void {
    this.#isOver = true
  }

  async #begin(actor: Actor<App>, env: MemberEnv): Promise<void> {
    const founds = !this.#isJoined || !this.members.some(isIn)
    const before = actor.who
    try {
      await actor.start(env, founds)
    } catch (error) {
      await this.#startAgain(actor, env, error)
      return
    }
    this.#changed()
    const { process } = actor
    if (process !== undefined && process.who !== before) void this.#joinUntilIn(actor, env)
  }

  /** A disk that cannot be read now may be later; one that is damaged is given up. */
  async #startAgain(actor: Actor<App>, env: MemberEnv, error: unknown): Promise<void> {
    const { who } = actor
    this.#parts.onStartFailed(who, error)
    await after(env, retryMs)
    if (this.#isOver || actor.who !== who) return
    this.crash(actor.name, isOfDamage(error) ? { lose: 'all' } : {})
    await this.restart(actor.name, {})
  }

  async #joinUntilIn(actor: Actor<App>, env: MemberEnv): Promise<void> {
    const { process } = actor
    while (process !== undefined && process === actor.process && !this.#isOver) {
      if (process.member.state.state !== 'joining') return
      const contact = this.members.find((other) => other !== process.member && isIn(other))
      if (contact !== undefined)
        await process.member.join(contact.address, { timeoutMs: joinTimeoutMs }).catch(ignore)
      if (process.member.state.state === 'joining') await after(env, retryMs)
    }
  }

  #changed(): void {
    const running = [...this.actors.values()].filter(({ process }) => process !== undefined)
    const processes = running.flatMap(({ process }) => process ?? [])
    this.#running = {
      names: running.map(({ name }) => name),
      members: processes.map(({ member }) => member),
      apps: processes.map(({ app }) => app),
    }
  }

  /** What runs; a process may have ended at a point of its own code. */
  #now(): Running<App> {
    if (this.#running.names.some((name) => this.#world.stateOf(name) === 'ended')) this.#changed()
    return this.#running
  }

  #processOf(name: string): { readonly member: Member; readonly app: App } {
    const { process } = this.actor(name)
    invariant(process !== undefined, `${name} does not run`)
    return process
  }
}

/** In a cluster, its own or another's. */
export const isIn = ({ state: { state } }: Member): boolean =>
  state === 'operational' || state === 'degraded'

const isOfDamage = (error: unknown): boolean => error instanceof Error && isDamage(error.cause)

const vectorText = (member: Member): string =>
  [...member.version().vector]
    .map(([stream, count]) => `${stream}:${count}`)
    .toSorted()
    .join()

/** The ledger has it. */
const ignore = (): void => undefined

/** A while of this machine's own time; never, if its process ends before. */
const after = ({ clock }: MemberEnv, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.schedule(clock.monotonic() + ms, resolve)
  })
