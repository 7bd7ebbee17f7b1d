/**
 * A cluster in a virtual world, for tests of the whole system: members found, join, crash and come
 * back by name, and every wait is in virtual time. It must never expect anything itself but that
 * what is awaited comes: what holds is for the tests to say.
 */
import {
  type Client,
  ClusterError,
  createClient,
  createMember,
  invariant,
  type Member,
  type MemberOptions,
  type Notice,
} from '@quorate/core'
import {
  createWorld,
  type MemberEnv,
  type World,
  type WorldOptions,
} from '@quorate/transport-memory'

export const secret = 'test-secret-123'
/** Milliseconds of one housekeeping period, the default. */
export const period = 1000
/** Milliseconds until a silent peer is surely failed in the live view of those who are left. */
export const noticed = 5 * period
/** Milliseconds until a silent member is surely logged as down, whoever reports it. */
export const logged = 14 * period
/** The same on a side that hears too few others to confirm what it suspects. */
export const noticedApart = 20 * period
export const loggedApart = noticedApart + 15 * period
/** Milliseconds until the sides of a cluster that was apart have surely found each other. */
export const found = 8 * period

export type Started = Partial<MemberOptions> & { readonly at?: string }

export interface ClusterOptions extends Partial<WorldOptions> {
  /** What every member is started with. */
  readonly started?: Started
}

export class Cluster {
  readonly world: World
  readonly #started: Started
  readonly #members = new Map<string, Member>()
  readonly #notices = new Map<string, Notice[]>()

  constructor({ started = {}, ...world }: ClusterOptions = {}) {
    this.world = createWorld({ seed: 1, ...world })
    this.#started = started
  }

  /** A cluster of these names: the first founds, each other joins it, all agree. */
  static async of(names: readonly string[], options?: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(options)
    for (const name of names) await cluster.start(name)
    const [founder = '', ...others] = names
    for (const name of others) await cluster.join(name, founder)
    await cluster.agree(...names)
    return cluster
  }

  /** Starts a member on a new machine; it is a cluster of one. */
  start(name: string, { at, ...options }: Started = {}): Promise<Member> {
    return this.#create(this.world.env(name, at === undefined ? {} : { address: at }), options)
  }

  /** Starts a member anew on a crashed machine. */
  restart(name: string, { at, ...options }: Started = {}): Promise<Member> {
    return this.#create(this.world.restart(name, at === undefined ? {} : { address: at }), options)
  }

  /** Starts a pure client whose only contact is a member. */
  client(name: string, contact: string): Promise<Client> {
    const options = { secret, ...this.world.env(name), contacts: [this.of(contact).address] }
    return this.world.settle(createClient(options))
  }

  of(name: string): Member {
    const member = this.#members.get(name)
    invariant(member !== undefined, `${name} was not started`)
    return member
  }

  all(...names: readonly string[]): readonly Member[] {
    return names.map((name) => this.of(name))
  }

  join(name: string, contact: string, timeoutMs?: number): Promise<void> {
    const { address } = this.of(contact)
    return this.world.settle(this.of(name).join(address, timeoutMs ? { timeoutMs } : {}))
  }

  eject(by: string, name: string): Promise<boolean> {
    return this.world.settle(this.of(by).eject(name))
  }

  /** What a promise is refused with, time passing until it is. */
  refused(promise: Promise<unknown>): Promise<ClusterError> {
    return refusalOf(this.world.settle(promise))
  }

  /** Lets time pass until the condition holds; a missed deadline is told with `what`. */
  async until(what: string, condition: () => boolean, withinMs: number = 60_000): Promise<void> {
    const deadline = this.world.now + withinMs
    while (!condition()) {
      invariant(this.world.now < deadline, `${what}: not in ${withinMs} ms, ${this.#whereabouts()}`)
      await this.pass(10)
    }
  }

  /** Lets so many milliseconds pass. */
  async pass(ms: number): Promise<void> {
    this.world.run(ms)
    await this.world.drain()
  }

  /** Lets time pass until these members hold the same log and read it the same. */
  agree(...names: readonly string[]): Promise<void> {
    return this.until(`${names.join()} agree`, () => agree(this.all(...names)))
  }

  notices(name: string): readonly Notice[] {
    return this.#notices.get(name) ?? []
  }

  async #create(env: MemberEnv, options: Partial<MemberOptions>): Promise<Member> {
    const member = await this.world.settle(
      createMember({ secret, ...env, ...this.#started, ...options }),
    )
    this.#members.set(env.name, member)
    const heard = this.#notices.get(env.name) ?? []
    this.#notices.set(env.name, heard)
    member.notices$.subscribe((notice) => heard.push(notice))
    return member
  }

  #whereabouts(): string {
    const seen = [...this.#members].map(([name, member]) => `${name}: ${seenBy(member).version}`)
    return `seed ${this.world.seed}, at ${this.world.now} ms; ${seen.join(', ')}`
  }
}

/** What a promise that lets time pass itself is refused with. */
export async function refusalOf(promise: Promise<unknown>): Promise<ClusterError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  invariant('error' in outcome, `resolved with ${JSON.stringify(outcome)}`)
  invariant(outcome.error instanceof ClusterError, String(outcome.error))
  return outcome.error
}

/** Members agree when they hold as many entries and fold them to the same state. */
export function agree(members: readonly Member[]): boolean {
  const versions = members.map((member) => {
    const { vector, hash } = member.version()
    return [...vector.values()].reduce((sum, count) => sum + count, 0) + hash
  })
  return new Set(versions).size <= 1
}

export interface Seen {
  readonly members: readonly string[]
  readonly failed: readonly string[]
  /** `(a,2)<(a,1)`: ts is a/2, tsold is a/1. */
  readonly version: string
}

/** A member's state info, in short. */
export function seenBy(member: Member): Seen {
  const { members, failed, ts, tsold } = member.stateInfo()
  return {
    members: members.map(({ name }) => name),
    failed: failed.map(({ name }) => name),
    version: `(${ts.join()})<(${tsold.join()})`,
  }
}

/** Who does not answer a member now, by its live view. */
export const failedFor = (member: Member): readonly string[] =>
  member.failedPeers().map(({ name }) => name)
