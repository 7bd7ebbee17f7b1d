/**
 * One member in a cluster of any names, driven input by input as the kernel would: a decision's
 * events become entries, the log is folded again, and membership is reconciled with it. What it
 * logs is durable at once. Stores are named by a letter: `storeOf('b')`.
 */
import { AppendVector } from '../collections/index.ts'
import { emptyLog } from '../log/index.ts'
import type {
  ClusterEvent,
  Command,
  Effect,
  Input,
  LogEntry,
  Message,
  MessageOf,
  Notice,
  RunId,
  Sender,
  StoreId,
} from '../model/index.ts'
import { streamOf } from '../model/index.ts'
import type { Context, Decision, LifecycleState, Self } from '../state/index.ts'
import { foldLog, isMember } from '../state/index.ts'
import { at, founded, homeCluster, joined, named, sender, storeOf } from './cluster.fixture.ts'
import type { MembershipConfig } from './config.ts'
import { defaultMembershipConfig } from './config.ts'
import { decideMembership } from './decide.ts'
import type { MembershipLocal } from './local/index.ts'
import { initialMembership } from './local/index.ts'
import { reconcileMembership } from './reconcile.ts'

const none = new Uint8Array(0)

export interface Setting {
  /** Who is in the log; the first founded the cluster. Default: a, b, c. */
  readonly members?: readonly string[]
  /** Whose side this is. Default: a. */
  readonly self?: string
  readonly config?: Partial<MembershipConfig>
  readonly role?: 'member' | 'client'
  /** Settings of the process that differ from what the log says. */
  readonly process?: Partial<Self>
}

/** A member, its log, and all it has said so far. */
export class Scene {
  local: MembershipLocal
  self: Self
  now = 1_000_000
  /** How far the own wall clock is ahead of `now`. */
  wallAhead = 0
  entropy = 0
  /** false: the newest entry is not durable yet. */
  isDurable = true
  /** Effects of the last input, those of `then` included. */
  effects: readonly Effect[] = []
  decision: Decision<MembershipLocal> | undefined
  readonly #entries: LogEntry[] = []

  constructor(setting: Setting = {}) {
    const { members = ['a', 'b', 'c'], self = 'a', role = 'member' } = setting
    const isMemberRole = role === 'member'
    this.self = {
      name: named(self),
      address: at(self),
      role,
      incarnation: 7,
      store: isMemberRole ? storeOf(self) : undefined,
      cluster: isMemberRole ? homeCluster : undefined,
      run: undefined,
      ...setting.process,
    }
    this.local = initialMembership({ ...defaultMembershipConfig, ...setting.config })
    const [founder = 'a', ...others] = members
    this.#write(storeOf(founder), founded(founder))
    for (const name of others) this.#write(storeOf(founder), joined(name))
    this.#settleIn({ local: this.local, events: [], effects: [], then: [] })
  }

  get context(): Context {
    const state = foldLog(this.#entries)
    const stored = this.isDurable ? this.#entries : this.#entries.slice(0, -1)
    const durable = new Map(stored.map((entry) => [entry.stream, entry.seq + 1] as const))
    const wall = this.now + this.wallAhead
    return {
      self: this.self,
      at: this.now,
      wall,
      entropy: new Uint8Array(16).fill(this.entropy),
      hash: (bytes) =>
        Uint8Array.from({ length: 32 }, (_, i) => (bytes[i % bytes.length] ?? 0) ^ i),
      lifecycle: this.#lifecycle(),
      state,
      log: { ...emptyLog, ordered: AppendVector.of(this.#entries) },
      durable,
      live: this.local.live,
      clockAheadMaxMs: 10_000,
      clockKeepMs: 5_000,
      logStreamsMax: 12_288,
    }
  }

  /** An input happens; what is decided on it takes effect. */
  give(input: DistributiveOmit<Input, 'at' | 'wall' | 'entropy'>): this {
    this.entropy += 1
    const { at: now, wall, entropy } = this.context
    const decision = decideMembership(this.local, this.context, {
      ...input,
      at: now,
      wall,
      entropy,
    })
    this.decision = decision
    for (const { event } of decision.events) this.#writeOwn(event)
    if (decision.adopt !== undefined) {
      this.#entries.length = 0
      this.self = { ...this.self, ...decision.adopt }
    }
    this.#settleIn(decision)
    return this
  }

  hear(from: Sender, message: Message): this {
    return this.give({ kind: 'message-received', from, message })
  }

  command(id: number, command: Command): this {
    return this.give({ kind: 'command-issued', id, command })
  }

  fire(timer: string): this {
    return this.give({ kind: 'timer-fired', timer, deadline: this.now })
  }

  wait(ms: number): this {
    this.now += ms
    return this
  }

  /** An entry of another member arrives; later than all before it. */
  learn(by: string, event: ClusterEvent): this {
    this.#write(storeOf(by), event)
    this.#settleIn({ local: this.local, events: [], effects: [], then: [] })
    return this
  }

  /** The probe in flight to a peer; 0: none. */
  probeTo(name: string): number {
    return this.local.peers.get(named(name))?.probe?.number ?? 0
  }

  /** A peer answers the probe in flight, or another one. */
  ack(name: string, more: Partial<MessageOf<'ack'>> = {}): this {
    return this.hear(sender(name), {
      kind: 'ack',
      probe: this.probeTo(name),
      store: storeOf(name),
      incarnation: 1,
      wall: this.now,
      ...more,
    })
  }

  /** A period and its deadline go by; only `alive` answer in time. */
  period(alive: readonly string[] = []): this {
    this.fire('membership/period')
    const silent = [...this.local.peers.keys()].filter((name) => !alive.includes(name))
    for (const name of alive) this.ack(name)
    this.wait(500)
    for (const name of silent) this.fire(`membership/probe/${name}`)
    return this.wait(500)
  }

  statusOf(name: string): string | undefined {
    return this.local.peers.get(named(name))?.view.status
  }

  get sent(): readonly (readonly [string, Message])[] {
    return this.effects.flatMap((effect) =>
      effect.kind === 'send' ? [[effect.to.address, effect.message] as const] : [],
    )
  }

  get notices(): readonly Notice[] {
    return this.effects.flatMap((effect) => (effect.kind === 'publish' ? [effect.notice] : []))
  }

  get events(): readonly ClusterEvent[] {
    return this.decision?.events.map((authored) => authored.event) ?? []
  }

  /** How many entries the log has. */
  get logged(): number {
    return this.#entries.length
  }

  /** `[command, outcome]` of each `settle` of the last input. */
  get settled(): readonly (readonly [number, unknown])[] {
    return this.effects.flatMap((effect) =>
      effect.kind === 'settle' ? [[effect.id, effect.outcome] as const] : [],
    )
  }

  armed(timer: string): number | undefined {
    for (const effect of this.effects)
      if (effect.kind === 'arm' && effect.timer === timer) return effect.deadline - this.now
    return undefined
  }

  disarms(timer: string): boolean {
    return this.effects.some((effect) => effect.kind === 'disarm' && effect.timer === timer)
  }

  #settleIn(
    decision: Pick<Decision<MembershipLocal>, 'local' | 'events' | 'effects' | 'then'>,
  ): void {
    this.local = decision.local
    const reconciled = reconcileMembership(this.local, this.context)
    this.local = reconciled.local
    for (const { event } of reconciled.events) this.#writeOwn(event)
    this.effects = [
      ...decision.effects,
      ...decision.then,
      ...reconciled.effects,
      ...reconciled.then,
    ]
  }

  #lifecycle(): LifecycleState {
    const state = foldLog(this.#entries)
    const own = this.self.store === undefined ? undefined : state.stores.get(this.self.store)
    if (isMember(state, this.self.store)) return 'operational'
    return own === undefined ? 'joining' : 'ejected'
  }

  #writeOwn(event: ClusterEvent): void {
    if (this.self.store !== undefined) this.#write(this.self.store, event)
  }

  #write(store: StoreId, event: ClusterEvent): void {
    const stream = streamOf(store, '1'.repeat(16) as RunId)
    const seq = this.#entries.filter((entry) => entry.stream === stream).length
    this.#entries.push({
      stream,
      seq,
      store,
      hlc: { l: this.now, c: this.#entries.length },
      view: 0,
      deps: new Map(),
      prev: none,
      event,
      signature: none,
      bytes: none,
      hash: none,
    })
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
