/**
 * One machine of a run: its processes, one after another, and all that its users did and were told.
 * Follows each process from outside and keeps what a checker finds wrong. It must never look into
 * a member: only the public door.
 */
import {
  ClusterError,
  createMember,
  type Member,
  type MemberOptions,
  type Notice,
} from '@quorate/core'
import {
  type Acknowledged,
  idOf,
  type MemberEnv,
  MemoryLogStore,
  type Reading,
  Reads,
  type Sight,
  type World,
} from '@quorate/transport-memory'
import { keys } from './schedule.ts'
import type { Restart } from './step.ts'

const secret = 'secret-of-the-run'

/** What a user asked for and was not answered yet. */
interface Waiting {
  readonly what: string
  readonly life: number
}

export class Actor {
  readonly name: string
  readonly notices: Notice[] = []
  readonly writes: Acknowledged[] = []
  readonly findings: string[] = []
  readonly #world: World
  readonly #options: Partial<MemberOptions>
  readonly #waiting = new Set<Waiting>()
  #life = 0
  #store: MemoryLogStore | undefined
  #running: Running | undefined

  constructor(name: string, world: World, options: Partial<MemberOptions>) {
    this.name = name
    this.#world = world
    this.#options = options
  }

  get member(): Member | undefined {
    return this.#running?.member
  }

  /** It runs, and its process is not standing still. */
  get isActive(): boolean {
    return this.#running !== undefined && this.#world.stateOf(this.name) === 'running'
  }

  get who(): string {
    return `${this.name}/${this.#life}`
  }

  /** What its process that runs was told, since it runs. */
  get toldInThisLife(): readonly Notice[] {
    return this.#running === undefined ? [] : this.notices.slice(this.#running.toldBefore)
  }

  get unanswered(): readonly string[] {
    return [...this.#waiting].filter(({ life }) => life === this.#life).map(({ what }) => what)
  }

  start(): Promise<void> {
    return this.#create(this.#world.env(this.name))
  }

  /** Stops the member; the machine is still to be crashed. */
  async stop(): Promise<void> {
    await this.#world.settle(this.#running?.member.stop() ?? Promise.resolve())
  }

  crash(): void {
    this.#running = undefined
    this.#world.crash(this.name)
    this.#store?.crash()
  }

  restart(as: Restart): Promise<void> {
    if (as === 'lost') this.#store = new MemoryLogStore()
    const address = `${this.name}-${this.#life}`
    return this.#create(this.#world.restart(this.name, as === 'moved' ? { address } : {}))
  }

  sight(): Sight | undefined {
    const { member } = this
    if (member === undefined) return undefined
    const { vector, hash } = member.version()
    const { state } = member.state
    return { who: this.who, state, log: member.log(), vector, hash, stateInfo: member.stateInfo() }
  }

  /** A command under way: it must end, and only as a `ClusterError` if not well. */
  command<T>(what: string, promise: Promise<T>, done: (value: T) => void = () => undefined): void {
    const waiting = { what: `${what} of ${this.who}`, life: this.#life }
    this.#waiting.add(waiting)
    void this.#follow(waiting, promise, done)
  }

  /** A write under way: acknowledged, it must be accounted for. */
  write(key: string | undefined, promise: Promise<Acknowledged['id'] | null>): void {
    const running = this.#running
    const revisionsBefore = key === undefined ? 0 : (running?.reads.revisionsOf(key) ?? 0)
    this.command(`write to ${key ?? 'info'}`, promise, (id) => {
      if (id === null) return
      this.writes.push({ machine: this.name, id })
      if (key === undefined || running === undefined || running !== this.#running) return
      const { member, reads } = running
      const log = member.log()
      // Its log may have been set aside by a join meanwhile: that is the user's own doing.
      if (!running.isSetAside(id))
        this.findings.push(...reads.written({ id, revisionsBefore }, readingOf(member, key), log))
    })
  }

  async #follow<T>(waiting: Waiting, promise: Promise<T>, done: (value: T) => void): Promise<void> {
    try {
      done(await promise)
    } catch (error) {
      if (!(error instanceof ClusterError) || error.code === 'internal')
        this.findings.push(`${waiting.what} ended with ${String(error)}`)
    } finally {
      this.#waiting.delete(waiting)
    }
  }

  async #create(env: MemberEnv): Promise<void> {
    const log = this.#store ?? env.log
    this.#life++
    const created = createMember({ secret, ...env, ...this.#options, log })
    const member = await this.#world.settle(created)
    this.#running = new Running(member, this)
  }
}

/** One process that runs, followed. */
class Running {
  readonly member: Member
  readonly reads: Reads
  /** How much its machine was told before. */
  readonly toldBefore: number
  readonly #actor: Actor
  #setAside = 0

  constructor(member: Member, actor: Actor) {
    this.member = member
    this.toldBefore = actor.notices.length
    this.#actor = actor
    this.reads = new Reads(actor.who)
    member.notices$.subscribe((notice) => {
      actor.notices.push(notice)
      this.reads.hear(notice)
    })
    member.stateInfo$.subscribe(() => this.#look())
    member.state$.subscribe(({ reasons }) => {
      if (reasons.includes('internal')) actor.findings.push(`${actor.who} stopped by itself`)
    })
  }

  isSetAside({ stream, seq }: Acknowledged['id']): boolean {
    return (this.member.version().vector.get(stream) ?? 0) <= seq && this.#setAside > 0
  }

  #look(): void {
    const { member, reads } = this
    if (member.version().vector.size === 0) {
      this.#setAside++
      reads.forget()
      return
    }
    for (const key of keys) this.#actor.findings.push(...reads.see(readingOf(member, key)))
  }
}

function readingOf(member: Member, key: string): Reading {
  const standing = member.explain({ key }).findLast(({ outcome }) => outcome === 'stands')
  const id = standing === undefined ? undefined : idOf(standing.id)
  const entry = member.log().find((held) => idOf(held) === id)
  return { key, value: member.get(key), entry }
}
