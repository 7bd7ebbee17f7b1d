/**
 * A small cluster that a scenario plays on: its world, its members by machine, all they were told,
 * and draws keyed by the seed. It checks nothing and breaks nothing by itself.
 */
import {
  createMember,
  invariant,
  type Member,
  type MemberOptions,
  type Notice,
} from '@quorate/core'
import {
  createWorld,
  type Draw,
  drawsOf,
  keyOf,
  type MemberEnv,
  type World,
  type WorldOptions,
} from '@quorate/transport-memory'

export const secret = 'secret-of-the-stage'

export type StageOptions = Partial<Omit<WorldOptions, 'seed'>>

export class Stage {
  readonly world: World
  readonly draw: Draw
  /** What was found so far, one sentence each. */
  readonly findings: string[] = []
  /** Of those that `form` did. */
  slowestJoinMs = 0
  readonly #members = new Map<string, Member>()
  readonly #notices = new Map<string, Notice[]>()

  constructor(seed: number, options: StageOptions = {}) {
    this.world = createWorld({ ...options, seed })
    this.draw = drawsOf(keyOf(seed, 'stage'))
  }

  get members(): readonly Member[] {
    return [...this.#members.values()]
  }

  /** @throws Error where no member runs on this machine. */
  member(machine: string): Member {
    const member = this.#members.get(machine)
    invariant(member !== undefined, `a member runs on ${machine}`)
    return member
  }

  /** What members on this machine were ever told. */
  told(machine: string): readonly Notice[] {
    return this.#notices.get(machine) ?? []
  }

  /** A member on a new machine. */
  start(machine: string, options: Partial<MemberOptions> = {}): Promise<Member> {
    return this.adopt(machine, this.world.env(machine), options)
  }

  /** Members of these names in one cluster, which have heard of each other. */
  async form(names: readonly string[], options: Partial<MemberOptions> = {}): Promise<void> {
    const [founder = '', ...others] = names
    await this.start(founder, options)
    for (const name of others) {
      const member = await this.start(name, options)
      const since = this.world.now
      await this.world.settle(member.join(founder))
      this.slowestJoinMs = Math.max(this.slowestJoinMs, this.world.now - since)
    }
    await this.world.advance(3000)
  }

  crash(machine: string): void {
    this.#members.delete(machine)
    this.world.crash(machine)
  }

  /** As it was before, but for what the options say. */
  restart(machine: string, options: Partial<MemberOptions> = {}): Promise<Member> {
    return this.adopt(machine, this.world.restart(machine), options)
  }

  /** A member that is created from an environment of this machine. */
  async adopt(machine: string, env: MemberEnv, options: Partial<MemberOptions>): Promise<Member> {
    const created = createMember({ secret, ...env, ...options })
    const member = await this.world.settle(created)
    const notices = this.#notices.get(machine) ?? []
    this.#notices.set(machine, notices)
    member.notices$.subscribe((notice) => notices.push(notice))
    this.#members.set(machine, member)
    return member
  }

  /** A whole number from 0, below `bound`. */
  below(bound: number, label: string): number {
    return Math.floor(this.draw.unit(label) * bound)
  }

  found(finding: string): void {
    this.findings.push(finding)
  }
}

/** How a call ended: its value, or the code it was refused with. */
export const endOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) =>
      typeof error === 'object' && error !== null && 'code' in error
        ? String(error.code)
        : String(error),
  )
