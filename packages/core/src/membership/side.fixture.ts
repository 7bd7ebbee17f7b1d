/**
 * One member in a cluster of any names, driven input by input as the kernel would: a decision's
 * events become entries, the log is folded again, and membership is reconciled with it. What it
 * logs is durable at once. Timers are kept as the kernel keeps them, but a test may fire any.
 */
import { AppendVector } from '../collections/index.ts'
import { emptyLog } from '../log/index.ts'
import type {
  ClusterEvent,
  Effect,
  Input,
  LogEntry,
  Message,
  MessageKind,
  Notice,
  PeerView,
  RunId,
  StoreId,
} from '../model/index.ts'
import { streamOf } from '../model/index.ts'
import type { ClusterState, Context, Decision, LifecycleState, Self } from '../state/index.ts'
import { foldLog, isMember } from '../state/index.ts'
import { at, founded, homeCluster, joined, named, storeOf } from './cluster.fixture.ts'
import type { MembershipConfig } from './config.ts'
import { defaultMembershipConfig } from './config.ts'
import { decideMembership } from './decide.ts'
import type { MembershipLocal, PeerRecord } from './local/index.ts'
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

type Given = DistributiveOmit<Input, 'at' | 'wall' | 'entropy'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** A member, its log, and all it has said so far. */
export class Side {
  local: MembershipLocal
  self: Self
  now = 1_000_000
  /** How far the own wall clock is ahead of `now`. */
  wallAhead = 0
  entropy = 0
  /** false: the newest entry is not durable yet. */
  isDurable = true
  /** Whether another process writes to its store. */
  isEstranged = false
  /** Effects of the last input, those of `then` included. */
  effects: readonly Effect[] = []
  decision: Decision<MembershipLocal> | undefined
  /** Deadlines that stand. */
  readonly timers = new Map<string, number>()
  readonly #entries: LogEntry[] = []
  #folded: ClusterState | undefined

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
    const state = this.#state()
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
      isEstranged: this.isEstranged,
    }
  }

  /** An input happens; what is decided on it takes effect. */
  give(input: Given): this {
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
      this.#folded = undefined
      this.self = { ...this.self, ...decision.adopt }
    }
    this.#settleIn(decision)
    return this
  }

  /** An entry of another member arrives; later than all before it. */
  learn(by: string, event: ClusterEvent): this {
    this.#write(storeOf(by), event)
    this.#settleIn({ local: this.local, events: [], effects: [], then: [] })
    return this
  }

  /** An entry of another member arrives late: it belongs before the newest one. */
  learnLate(by: string, event: ClusterEvent): this {
    const newest = this.#entries.pop()
    this.#write(storeOf(by), event)
    if (newest !== undefined) this.#entries.push(newest)
    this.#settleIn({ local: this.local, events: [], effects: [], then: [] })
    return this
  }

  /** The log store failed: the newest entry is taken back. */
  forget(): this {
    this.#entries.pop()
    this.#folded = undefined
    this.#settleIn({ local: this.local, events: [], effects: [], then: [] })
    return this
  }

  wait(ms: number): this {
    this.now += ms
    return this
  }

  peer(name: string): PeerRecord | undefined {
    return this.local.peers.get(named(name))
  }

  viewOf(name: string): PeerView | undefined {
    return this.local.live.get(named(name))
  }

  statusOf(name: string): string | undefined {
    return this.peer(name)?.view.status
  }

  /** The probe in flight to a peer; 0: none. */
  probeTo(name: string): number {
    return this.peer(name)?.probe?.number ?? 0
  }

  get sent(): readonly (readonly [string, Message])[] {
    return this.effects.flatMap((effect) =>
      effect.kind === 'send' ? [[effect.to.address, effect.message] as const] : [],
    )
  }

  /** Who was sent messages of a kind, in order. */
  sentTo(kind: MessageKind): string[] {
    return this.sent.flatMap(([to, message]) => (message.kind === kind ? [to] : []))
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

  /** In how many milliseconds a timer is due that the last input armed. */
  armed(timer: string): number | undefined {
    for (const effect of this.effects.toReversed())
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
    for (const effect of this.effects)
      if (effect.kind === 'arm') this.timers.set(effect.timer, effect.deadline)
      else if (effect.kind === 'disarm') this.timers.delete(effect.timer)
  }

  #state(): ClusterState {
    this.#folded ??= foldLog(this.#entries)
    return this.#folded
  }

  #lifecycle(): LifecycleState {
    const state = this.#state()
    const own = this.self.store === undefined ? undefined : state.stores.get(this.self.store)
    if (isMember(state, this.self.store)) return 'operational'
    return own === undefined ? 'joining' : 'ejected'
  }

  #writeOwn(event: ClusterEvent): void {
    if (this.self.store !== undefined) this.#write(this.self.store, event)
  }

  #write(store: StoreId, event: ClusterEvent): void {
    const stream = streamOf(store, '1'.repeat(16) as RunId)
    this.#folded = undefined
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
