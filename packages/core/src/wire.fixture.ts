/**
 * Kernels on a wire that takes no time: enough of a rim to let pure members talk in tests of the
 * kernel and of its rim. Deterministic; records every input, so that a run can be replayed.
 */
import { createHash } from 'node:crypto'
import {
  type Address,
  type Command,
  type Effect,
  type Input,
  type LogEntry,
  type LogIdentity,
  type MemberName,
  clusterLabel,
  type Notice,
  type Outcome,
  type SavedCheckpoint,
  type Stamp,
} from './model/index.ts'
import {
  defaultSettings,
  initialKernel,
  type Kernel,
  type KernelConfig,
  type Settings,
  step,
} from './kernel/index.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())

type Happening<T extends Input = Input> = T extends Input ? Omit<T, keyof Stamp> : never

interface Disk {
  identity: LogIdentity | undefined
  entries: LogEntry[]
  checkpoint: SavedCheckpoint | undefined
}

const emptyDisk = (): Disk => ({ identity: undefined, entries: [], checkpoint: undefined })

export interface Wired {
  readonly config: KernelConfig
  kernel: Kernel
  readonly inputs: Input[]
  readonly effects: (readonly Effect[])[]
  readonly notices: Notice[]
  /** What the log store holds. */
  disk: Disk
  isUp: boolean
  /** Its log store has no room. */
  isFull: boolean
}

/** In one moment: members that send more to each other never end. */
const mailMax = 100_000

/** What a member is called beside its machine's name: several may listen at one address. */
interface Called {
  readonly name?: string
  readonly address?: string
}

export interface WireOptions {
  readonly settings?: Partial<Settings>
  readonly replicationFactor?: number
}

export class Wire {
  readonly members = new Map<string, Wired>()
  readonly outcomes = new Map<number, Outcome<unknown>>()
  now = 1_000
  /** Whether members that start with nothing found a cluster. */
  foundsCluster = true
  readonly #options: WireOptions
  #lastCommand = 0
  #draws = 0
  #isCut: (from: string, to: string) => boolean = () => false
  readonly #mail: { to: string; happening: Happening }[] = []
  #timers: { at: number; name: string; timer: string }[] = []

  constructor(options: WireOptions = {}) {
    this.#options = options
  }

  /** Starts a member, with what its disk holds; name and address are its machine's, if not told. */
  start(name: string, role: KernelConfig['role'] = 'member', as: Called = {}): Wired {
    const config: KernelConfig = {
      name: (as.name ?? name) as MemberName,
      address: (as.address ?? name) as Address,
      role,
      foundsCluster: this.foundsCluster,
      replicationFactor: this.#options.replicationFactor ?? 1,
      hash: sha256,
      settings: { ...defaultSettings, ...this.#options.settings },
    }
    const disk = this.members.get(name)?.disk ?? emptyDisk()
    const member: Wired = {
      config,
      kernel: initialKernel(config),
      inputs: [],
      effects: [],
      notices: [],
      disk,
      isUp: true,
      isFull: false,
    }
    this.members.set(name, member)
    this.#take(name, { kind: 'log-loaded', ...disk, entries: [...disk.entries] })
    this.#deliver()
    return member
  }

  crash(name: string): void {
    this.get(name).isUp = false
    this.#timers = this.#timers.filter((timer) => timer.name !== name)
  }

  /** What a disk holds, to be put back later, or onto another machine. */
  backup(name: string): Wired['disk'] {
    const { disk } = this.get(name)
    return { ...disk, entries: [...disk.entries] }
  }

  restore(name: string, backup: Wired['disk']): void {
    const disk = { ...backup, entries: [...backup.entries] }
    const member = this.members.get(name) ?? this.start(name)
    this.members.set(name, { ...member, disk, isUp: false })
    this.#timers = this.#timers.filter((timer) => timer.name !== name)
  }

  /** A copy of a machine as it runs: memory, disk, timers and address. */
  clone(name: string, as: string): Wired {
    const { kernel, config, disk } = this.get(name)
    const copy: Wired = {
      config,
      kernel,
      inputs: [],
      effects: [],
      notices: [],
      isUp: true,
      isFull: false,
      disk: { ...disk, entries: [...disk.entries] },
    }
    this.members.set(as, copy)
    const timers = this.#timers.filter((timer) => timer.name === name)
    this.#timers.push(...timers.map((timer) => ({ ...timer, name: as })))
    return copy
  }

  wipe(name: string): void {
    this.get(name).disk = emptyDisk()
  }

  get(name: string): Wired {
    const member = this.members.get(name)
    if (member === undefined) throw new Error(`no ${name} on the wire`)
    return member
  }

  cut(...groups: string[][]): void {
    const groupOf = (name: string): number => groups.findIndex((group) => group.includes(name))
    this.#isCut = (from, to) => groupOf(from) !== groupOf(to)
  }

  heal(): void {
    this.#isCut = () => false
  }

  /** Issues a command; its outcome is in `outcomes` once it is settled. */
  command(name: string, command: Command): number {
    const id = ++this.#lastCommand
    this.#take(name, { kind: 'command-issued', id, command })
    this.#deliver()
    return id
  }

  /** Puts something to a member as if it happened. */
  happen(name: string, happening: Happening): void {
    this.#take(name, happening)
    this.#deliver()
  }

  /** Lets virtual time pass. */
  run(ms: number): void {
    const until = this.now + ms
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > until) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.now = Math.max(this.now, next.at)
      const { name, timer, at } = next
      this.#take(name, { kind: 'timer-fired', timer, deadline: at })
      this.#deliver()
    }
    this.now = until
  }

  /** @throws Error where members never end answering each other. */
  #deliver(): void {
    let delivered = 0
    for (let mail = this.#mail.shift(); mail !== undefined; mail = this.#mail.shift()) {
      if (++delivered > mailMax) throw new Error(`more than ${mailMax} messages in one moment`)
      this.#take(mail.to, mail.happening)
    }
  }

  #take(name: string, happening: Happening): void {
    const member = this.members.get(name)
    if (member?.isUp !== true) return
    const entropy = sha256(new TextEncoder().encode(`${name} ${this.#draws++}`)).subarray(0, 16)
    const input = { ...happening, at: this.now, wall: this.now, entropy } as Input
    const { kernel, effects } = step(member.kernel, input)
    member.kernel = kernel
    member.inputs.push(input)
    member.effects.push(effects)
    this.#run(name, effects)
  }

  #run(name: string, effects: readonly Effect[]): void {
    for (const effect of effects) this.#runOne(name, effect)
  }

  #runOne(name: string, effect: Effect): void {
    const member = this.get(name)
    switch (effect.kind) {
      case 'send':
        return this.#send(name, effect)
      case 'arm':
      case 'disarm':
        this.#timers = this.#timers.filter((t) => t.name !== name || t.timer !== effect.timer)
        if (effect.kind === 'arm')
          this.#timers.push({ at: effect.deadline, name, timer: effect.timer })
        return
      case 'append':
        if (member.isFull) return this.#refuse(name, effect.batch)
        member.disk.entries.push(...effect.entries)
        this.#mail.push({ to: name, happening: { kind: 'entries-stored', batch: effect.batch } })
        return this.#run(name, effect.then)
      case 'start-log':
        if (member.isFull) return this.#refuse(name, effect.batch)
        member.disk = { ...emptyDisk(), identity: effect.identity, entries: [...effect.entries] }
        this.#mail.push({ to: name, happening: { kind: 'entries-stored', batch: effect.batch } })
        return this.#run(name, effect.then)
      case 'save-checkpoint':
        member.disk.checkpoint = effect.checkpoint
        return
      case 'settle':
        this.outcomes.set(effect.id, effect.outcome)
        return
      case 'serve':
        this.#mail.push({
          to: name,
          happening: {
            kind: 'request-served',
            key: effect.key,
            outcome: { ok: true, value: effect.data },
          },
        })
        return
      case 'publish':
        member.notices.push(effect.notice)
        return
      case 'mark':
    }
  }

  #refuse(name: string, batch: number): void {
    this.#mail.push({ to: name, happening: { kind: 'store-full', batch, reason: 'no room' } })
  }

  #send(name: string, effect: Extract<Effect, { kind: 'send' }>): void {
    const listeners = [...this.members].filter(
      ([, { config, isUp }]) => isUp && config.address === effect.to.address,
    )
    const { self } = this.get(name).kernel
    const from = {
      name: self.name,
      address: self.address,
      cluster: clusterLabel(self.cluster),
    }
    const { message } = effect
    for (const [to] of listeners)
      if (!this.#isCut(name, to))
        this.#mail.push({ to, happening: { kind: 'message-received', from, message } })
  }
}
