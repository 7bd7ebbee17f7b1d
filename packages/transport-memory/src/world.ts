/**
 * The simulated world: members' machines on one virtual timeline and one network, and the verbs of
 * a scenario. All chance is keyed by the seed, so a world does the same whenever it is asked the
 * same; `hash` proves it. Time passes only through the verbs that say so (`Driver`), never on its
 * own, and nothing here reads a real clock.
 */
import { invariant, isAddress, isMemberName, nodeCrypto } from '@quorate/core'
import type { Address, Logger, MemberName } from '@quorate/core'
import { stage } from './ambient/index.ts'
import { sharedCrypto } from './crypto/index.ts'
import { Logbook } from './env/index.ts'
import type { Addresses, Rule, SentFrame } from './fault.ts'
import { latency } from './faults/index.ts'
import type { Held } from './faults/index.ts'
import { Links } from './links.ts'
import type { CutOptions } from './links.ts'
import { Machine } from './machine.ts'
import type { EnvOptions, MemberEnv, Surroundings } from './machine.ts'
import { Network } from './network.ts'
import { keyOf } from './random.ts'
import type { Range, Seed } from './random.ts'
import { Timeline } from './time/index.ts'
import type { ClockFaults, LifeState, TieOptions, TimelineLimits } from './time/index.ts'
import { DiskVerbs } from './disk-verbs.ts'
import { Points } from './points/index.ts'
import { Trace } from './trace.ts'
import type { TraceListener } from './trace.ts'
import type { Undo } from './undo.ts'

/** How a world is. */
export interface WorldOptions extends TimelineLimits, TieOptions {
  /** All chance: the same seed and the same verbs give the same run. */
  readonly seed: Seed
  /** How long frames take unless a rule says otherwise; default 1 to 5 ms. */
  readonly latencyMs?: Range
  /** How frames travel unless a rule says otherwise; default `latency(latencyMs)`. */
  readonly travel?: Rule
  /** How long a write takes to be durable; default: no time, and a crash loses nothing. */
  readonly syncMs?: Range
  /** The largest frame, in bytes; default 1 MiB. */
  readonly maxFrameBytes?: number
  /** Whether transports can broadcast; default true. */
  readonly broadcast?: boolean
  /** Whether senders are told that nobody listens; default false: found out by probing. */
  readonly unreachable?: boolean
  /** Wall clock at the beginning; default 2026-01-01T00:00:00Z. */
  readonly epochMs?: number
  /** Told each event as it happens; `traceLine` makes a line of it. */
  readonly onTrace?: TraceListener
  /** Told what members log, beside the logbook. */
  readonly logger?: Logger
}

/** A new world; nothing happens in it yet. */
export const createWorld = (options: WorldOptions): World => new World(options)

const epochMsDefault = 1_767_225_600_000
const rangeAllowed = 'must be { min, max } with 0 <= min <= max, finite'

const isRange = (range: Range | undefined): boolean =>
  range === undefined || (range.min >= 0 && range.min <= range.max && range.max < Infinity)

/** A listener of the caller's, whoever acts when it is told. */
const outside = (listener: TraceListener | undefined): TraceListener | undefined =>
  listener && ((line) => stage.asNobody(() => listener(line)))

export class World extends DiskVerbs {
  readonly seed: Seed
  /** What members logged. */
  readonly logbook: Logbook
  readonly #timeline: Timeline
  readonly #trace: Trace
  readonly #around: Surroundings
  readonly #links: Links
  readonly #machines = new Map<string, Machine>()
  readonly #owners = new Map<Address, MemberName>()

  constructor(options: WorldOptions) {
    const { seed, latencyMs, syncMs } = options
    const isSeed = typeof seed === 'string' || Number.isFinite(seed)
    invariant(isSeed, 'seed must be a text or a finite number')
    invariant(isRange(latencyMs), `latencyMs ${rangeAllowed}`)
    invariant(isRange(syncMs), `syncMs ${rangeAllowed}`)
    const trace = new Trace(outside(options.onTrace))
    const timeline = new Timeline(trace, options)
    const points = new Points()
    const whereabouts = (): string => `virtual time ${timeline.now.toFixed(3)} ms, seed ${seed}`
    super({ timeline, trace, points, whereabouts })
    this.seed = seed
    this.logbook = new Logbook(options.logger)
    this.#trace = trace
    this.#timeline = timeline
    const travel = options.travel ?? latency(latencyMs)
    const ownedBy = (group: readonly string[]): Addresses => this.addressesOf(group)
    const links = new Links({ timeline, trace, latency: travel, ownedBy })
    this.#links = links
    const unreachable = options.unreachable ?? false
    const rules = (): readonly Rule[] => links.rules
    this.#around = {
      seed,
      timeline,
      trace,
      points,
      network: new Network({ timeline, trace, key: keyOf(seed, 'frame'), rules, unreachable }),
      crypto: sharedCrypto(nodeCrypto()),
      logbook: this.logbook,
      epochMs: options.epochMs ?? epochMsDefault,
      capabilities: { broadcast: options.broadcast ?? true, unreachable },
      maxFrameBytes: options.maxFrameBytes ?? 0x100000,
      syncMs,
    }
  }

  /** Virtual milliseconds since the world began. */
  get now(): number {
    return this.#timeline.now
  }

  /** Hash of everything that happened so far. */
  get hash(): string {
    return this.#trace.hash
  }

  /** How many events happened so far. */
  get events(): number {
    return this.#trace.events
  }

  /** How often each mark was passed. */
  get marks(): ReadonlyMap<string, number> {
    return this.logbook.marks
  }

  /** What ended processes still asked for: a member that is stopped must leak nothing. */
  get leaks(): number {
    return [...this.#machines.values()].reduce((sum, { leaks }) => sum + leaks, 0)
  }

  /** A new machine, and what a member on it is created from. */
  override env(name: string, options: EnvOptions = {}): MemberEnv {
    invariant(isMemberName(name), `${name} is no name for a member`)
    invariant(!this.#machines.has(name), `${name} is there already: crash and restart it`)
    const address = this.#vacant(options.address ?? name, name)
    const machine = new Machine(name, address, this.#around)
    machine.time.set(options)
    this.#machines.set(name, machine)
    return machine.start(address)
  }

  /** A new process on a crashed machine: the same log and clock; where, default as before. */
  restart(name: string, options: { readonly address?: string } = {}): MemberEnv {
    const machine = this.machine(name)
    invariant(machine.life.state === 'ended', `${name} is running: crash it first`)
    return machine.start(this.#vacant(options.address ?? machine.address, machine.name))
  }

  /** Its process stands still while its clock runs on; what is for it waits. Undone: `resume`. */
  pause(name: string): Undo {
    return this.machine(name).pause()
  }

  /** What a paused process missed happens now, in one burst. */
  resume(name: string): void {
    this.machine(name).resume()
  }

  /** Calls this once so much time has passed, on behalf of nobody. */
  after(ms: number, run: () => void): void {
    const at = this.now + ms
    this.#timeline.schedule({ at, tie: 0 }, { run, life: undefined })
  }

  /** Runs code as a member's own, now: `guardAmbient` holds for it, and for what it starts. */
  as<T>(name: string, work: () => T): T {
    return this.machine(name).life.act(work)
  }

  /** Whether a member's process is running, paused or ended. */
  stateOf(name: string): LifeState {
    return this.machine(name).life.state
  }

  /** Each event keeps its process busy for `busyMs`; what comes meanwhile waits for its turn. */
  slow(name: string, { busyMs }: { readonly busyMs: number }): Undo {
    invariant(busyMs >= 0 && busyMs < Infinity, 'busyMs must be at least 0, and finite')
    const undo = this.machine(name).pace.slow(busyMs)
    this.#trace.record({ at: this.now, kind: 'slow', from: name, note: `${busyMs} ms` })
    return undo
  }

  /** Changes a machine's clock from now on; what it leaves out stays as it is. */
  setClock(name: string, faults: ClockFaults): Undo {
    const { offsetMs, driftPpm, jumpMs } = faults
    const undo = this.machine(name).time.set(faults)
    const jump = jumpMs === undefined ? '' : `/${jumpMs}`
    const note = `${offsetMs ?? ''}/${driftPpm ?? ''}${jump}`
    this.#trace.record({ at: this.now, kind: 'clock', from: name, note })
    return undo
  }

  /** Nothing sent from one group reaches the other, nor back unless `oneWay`. Cuts add up. */
  cut(group: readonly string[], other: readonly string[], options: CutOptions = {}): Undo {
    return this.#links.cut([group, other], options)
  }

  /** Cuts one member off from all others, those to come included. */
  isolate(name: string): Undo {
    return this.#links.isolate(name)
  }

  /** Undoes every cut; rules that were added stay, clogs too. */
  heal(): void {
    this.#links.heal()
  }

  /** What one group sends to the other in the next so many ms arrives at their end, in a burst. */
  clog(group: readonly string[], other: readonly string[], forMs: number): Undo {
    return this.#links.clog([group, other], forMs)
  }

  /** Takes frames out of the network until they are let go or thrown away; default: all of them. */
  hold(isMeant?: (frame: SentFrame) => boolean): Held {
    return this.#links.hold(isMeant)
  }

  /** Asked about every frame from now on: after cuts and earlier rules, before the latency. */
  addRule(rule: Rule): Undo {
    return this.#links.addRule(rule)
  }

  /** However often it was added; no effect for a rule that is not there. */
  removeRule(rule: Rule): void {
    this.#links.removeRule(rule)
  }

  /** Where these members listen, wherever they move: for `along` and rules of one's own. */
  addressesOf(group: readonly string[]): Addresses {
    const names: ReadonlySet<string> = new Set(group.map((name) => this.machine(name).name))
    return (address) => names.has(this.#owners.get(address) ?? '')
  }

  /** An address nobody else has; a member's former ones stay its own until another takes them. */
  #vacant(address: string, name: MemberName): Address {
    invariant(isAddress(address), `${address} is no address`)
    const owner = this.#owners.get(address) ?? name
    const isTaken = owner !== name && this.machine(owner).address === address
    invariant(!isTaken, `${address} is the address of ${owner}`)
    this.#owners.set(address, name)
    return address
  }

  protected override machine(name: string): Machine {
    const machine = this.#machines.get(name)
    invariant(machine !== undefined, `there is no ${name} in this world`)
    return machine
  }
}
