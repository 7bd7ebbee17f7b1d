/**
 * Members of a simulated world that are watched from outside: what they send and what they say of
 * each other. Their settings are those of production unless others are asked for; their wall clocks
 * differ by as much as clocks do, so that nothing is measured which only clocks that agree can do.
 * It lets no time pass but where a verb of the world does.
 */
import {
  createMember,
  type Crypto,
  invariant,
  type Member,
  type MemberOptions,
  type PartialSettings,
} from '@quorate/core'
import {
  checksumCrypto,
  createWorld,
  type Draw,
  drawsOf,
  keyOf,
  type MemberEnv,
  type Range,
  type Seed,
  type World,
} from '@quorate/transport-memory'
import { secret } from '../../traffic/cluster.ts'
import { Verdicts } from './verdicts.ts'
import { Wire } from './wire.ts'

export interface ClusterOptions {
  readonly size: number
  /** Default 1. */
  readonly seed?: Seed
  /** Whether senders are told that nobody listens; default false: a crash is silent. */
  readonly hints?: boolean
  /** Default: as in production up to 100 members, then checksums; frames have the same size. */
  readonly crypto?: Crypto
  /** Default: those of production. */
  readonly settings?: PartialSettings
  /** What machines are made of; default: whatever they do takes no time. */
  readonly machines?: Machines
}

export interface Machines {
  /** How long each event keeps a process busy. */
  readonly busyMs: number
  /** How long a write takes to be durable. */
  readonly syncMs: Range
}

/** The most that a wall clock is wrong, either way. */
const clockOffMaxMs = 50
/** From here on HMACs would be most of the time it takes. */
const macsMax = 100

export class ObservedCluster {
  readonly world: World
  /** Of all members, in order; of four letters. */
  readonly names: readonly string[]
  /** Keyed by the seed. */
  readonly draw: Draw
  readonly wire: Wire
  readonly verdicts: Verdicts
  readonly #members = new Map<string, Member>()
  readonly #own: Pick<MemberOptions, 'crypto' | 'settings'>
  readonly #machines: Machines | undefined

  /** Nobody runs yet. */
  constructor({ size, seed = 1, hints = false, ...own }: ClusterOptions) {
    this.names = Array.from({ length: size }, (_, i) => `m${String(i).padStart(3, '0')}`)
    this.wire = new Wire(this.names)
    const { machines } = own
    const disks = machines === undefined ? {} : { syncMs: machines.syncMs }
    this.world = createWorld({ seed, unreachable: hints, onTrace: this.wire.hear, ...disks })
    this.#machines = machines
    this.draw = drawsOf(keyOf(seed, 'detection'))
    this.verdicts = new Verdicts(() => this.world.now)
    const { crypto = size > macsMax ? checksumCrypto() : undefined, settings = {} } = own
    this.#own = crypto === undefined ? { settings } : { settings, crypto }
  }

  get size(): number {
    return this.names.length
  }

  /** Those that run. */
  get members(): readonly Member[] {
    return [...this.#members.values()]
  }

  /** Whom all others ask to be let in. */
  get founder(): string {
    return this.names[0] ?? ''
  }

  /** A member whose process is yet to start, and is in no cluster unless it founds one. */
  start(name: string): Promise<Member> {
    const offsetMs = (this.draw.unit(`clock of ${name}`) * 2 - 1) * clockOffMaxMs
    const env = this.world.env(name, { offsetMs })
    if (this.#machines !== undefined) this.world.slow(name, { busyMs: this.#machines.busyMs })
    return this.#create(env, name === this.founder)
  }

  /** Without a word to anybody. */
  crash(name: string): void {
    this.world.crash(name)
    this.#members.delete(name)
    this.verdicts.forget(name)
  }

  /** The same machine, with its log. */
  restart(name: string): Promise<Member> {
    return this.#create(this.world.restart(name), false)
  }

  /** One of them, drawn. */
  drawn(label: string): string {
    return this.names[Math.floor(this.draw.unit(label) * this.size)] ?? ''
  }

  othersThan(name: string): readonly string[] {
    return this.names.filter((other) => other !== name)
  }

  /**
   * Lets time pass until all list all, and hold all for alive; asked every so often. It looks at
   * one member until that one is complete, and at all of them in the end.
   */
  untilWhole({ everyMs = 100, withinMs = 120_000 }: Looking = {}): void {
    const until = this.world.now + withinMs
    const { members } = this
    let complete = 0
    for (;;) {
      while (this.#isCompleteAt(members, complete)) complete++
      const areAll = complete === members.length
      if (areAll && members.every((member) => this.isComplete(member))) return
      if (areAll) complete = 0
      invariant(this.world.now < until, `${this.size} members are whole within ${withinMs} ms`)
      this.world.run(everyMs)
    }
  }

  /** It lists all, and holds all others for alive. */
  isComplete(member: Member): boolean {
    return (
      member.members().length === this.size &&
      member.peers().every(({ status }) => status === 'alive')
    )
  }

  #isCompleteAt(members: readonly Member[], place: number): boolean {
    const member = members[place]
    return member !== undefined && this.isComplete(member)
  }

  async #create(env: MemberEnv, foundsCluster: boolean): Promise<Member> {
    const created = createMember({ ...env, ...this.#own, secret, foundsCluster })
    const member = await this.world.settle(created)
    this.#members.set(env.name, member)
    this.verdicts.hear(member)
    return member
  }
}

export interface Looking {
  readonly everyMs?: number
  readonly withinMs?: number
}
