/**
 * One member's machine: what outlives its processes (name, clock, disk) and the process of the
 * moment. Makes the pieces a member is created from, all of them bound to one life: after that has
 * ended they do nothing, so a crashed member cannot act, however long somebody holds on to it.
 */
import type {
  Address,
  Clock,
  Crypto,
  EntropySource,
  Fs,
  LogStore,
  MemberName,
  Transport,
} from '@quorate/core'
import { Storage } from './disk/index.ts'
import { applicationEnvOf, chanceOf } from './env/index.ts'
import type { ApplicationEnv, Logbook } from './env/index.ts'
import { MemoryTransport } from './memory-transport.ts'
import type { Network } from './network.ts'
import { Gate, gatedLog, gatedTransport } from './points/index.ts'
import type { CrashAtOptions, CrashOptions, CrashPoint, Points } from './points/index.ts'
import { bitsOf, bytesOf, keyOf, mix } from './random.ts'
import type { Key, Range, Seed } from './random.ts'
import { Life, MachineTime, Pace, VirtualClock } from './time/index.ts'
import type { ClockFaults, Timeline } from './time/index.ts'
import type { Trace, TraceKind } from './trace.ts'
import type { Undo } from './undo.ts'

/** What a member and its application need; pieces for `createMember` and `createClient`. */
export interface MemberEnv extends ApplicationEnv {
  readonly name: MemberName
  readonly address: Address
  readonly clock: Clock
  readonly entropy: EntropySource
  readonly transport: Transport
  readonly log: LogStore
  /** Its machine's disk, for what it keeps besides the log. */
  readonly fs: Fs
}

/** What is particular to one member. */
export interface EnvOptions extends ClockFaults {
  /** Default: the name. */
  readonly address?: string
}

/** What the machines of a world share. */
export interface Surroundings {
  readonly seed: Seed
  readonly timeline: Timeline
  readonly trace: Trace
  readonly network: Network
  readonly points: Points
  readonly crypto: Crypto
  readonly logbook: Logbook
  readonly epochMs: number
  readonly capabilities: Transport['capabilities']
  readonly maxFrameBytes: number
  /** undefined: writes are durable at once. */
  readonly syncMs: Range | undefined
}

export class Machine {
  readonly name: MemberName
  readonly time: MachineTime
  readonly pace: Pace
  readonly storage: Storage
  readonly #around: Surroundings
  readonly #gate: Gate
  #life: Life
  #address: Address
  #leaks = 0

  constructor(name: MemberName, address: Address, around: Surroundings) {
    this.name = name
    this.#address = address
    this.#around = around
    this.time = new MachineTime(around.timeline, around.epochMs)
    this.pace = new Pace({
      timeline: around.timeline,
      tie: bitsOf(this.#key('pace')),
      onLate: () => this.#record('late', undefined),
    })
    this.storage = new Storage({ ...around, name, life: () => this.#life })
    this.#gate = new Gate(around.points, (options, at) => this.#crashInside(options, at))
    this.#life = this.#born(0)
    this.#life.end()
  }

  get life(): Life {
    return this.#life
  }

  /** Where its process listens, or the last one did. */
  get address(): Address {
    return this.#address
  }

  /** What its ended processes still asked for. */
  get leaks(): number {
    return this.#leaks
  }

  /** A new process. */
  start(address: Address): MemberEnv {
    const life = this.#born(this.#life.number + 1)
    this.#life = life
    this.#address = address
    this.pace.begin(life)
    this.#record('start', address)
    const { timeline, network, capabilities, maxFrameBytes, crypto, logbook } = this.#around
    const transport = { address, capabilities, maxFrameBytes, life }
    const clock = new VirtualClock(timeline, { life, machine: this.time, key: this.#key('timer') })
    const key = mix(this.#key('random'), life.number)
    const at = (): number => timeline.now
    return {
      ...applicationEnvOf({ life, clock, crypto, logbook, at, key }),
      name: this.name,
      address,
      clock,
      entropy: entropyOf(mix(this.#key('entropy'), life.number), life),
      transport: gatedTransport(new MemoryTransport(network, transport), this.#gate, life),
      log: gatedLog(this.storage.log(), this.#gate, life),
      fs: this.storage.fs(this.#gate),
    }
  }

  /** The process ends here and now; what its disk keeps of it is keyed. */
  crash(options: CrashOptions = {}): void {
    this.#life.end()
    this.#lost(options, [])
  }

  /** At a passing of a point from now on; returns how to call it off. */
  crashAt(point: CrashPoint, options: CrashAtOptions): () => void {
    return this.#gate.arm(point, options)
  }

  /** The undo resumes what this paused, if that still stands still for it. */
  pause(): Undo {
    const life = this.#life
    life.pause()
    const { pauses } = life
    this.#record('pause', undefined)
    return () => {
      if (life.state === 'paused' && life.pauses === pauses) this.resume()
    }
  }

  /** What it missed happens now, in order. */
  resume(): void {
    const { timeline } = this.#around
    const life = this.#life
    this.#record('resume', undefined)
    const tie = this.#key('resume')
    for (const run of life.resume()) timeline.schedule({ at: timeline.now, tie }, { run, life })
  }

  #born(number: number): Life {
    const chance = chanceOf(mix(this.#key('ambient'), number))
    return new Life(this.name, number, {
      onLeak: (what) => this.#leaked(what),
      wall: () => this.time.wall(),
      chance: () => chance(''),
    })
  }

  #leaked(note: string): void {
    this.#leaks++
    this.#around.trace.record({
      at: this.#around.timeline.now,
      kind: 'leak',
      from: this.name,
      note,
    })
  }

  /** In the middle of a call: what its code still asks for on the way out is no leak. */
  #crashInside(options: CrashOptions, at: string): void {
    const life = this.#life
    if (life.state === 'ended') return
    const { timeline } = this.#around
    life.end({ isUnwinding: true })
    const unwound = { run: () => life.unwound(), life: undefined }
    timeline.schedule({ at: timeline.now, tie: 0 }, unwound)
    this.#lost(options, [at])
  }

  #lost(options: CrashOptions, where: readonly string[]): void {
    this.#around.network.detachLife(this.#life)
    this.storage.crash(options)
    const { lose, torn } = options
    const how = [...(lose === undefined ? [] : [`lose ${lose}`]), ...(torn ? ['torn'] : [])]
    this.#record('crash', undefined, [...where, ...how].join(', '))
  }

  #key(purpose: string): Key {
    return keyOf(this.#around.seed, purpose, this.name)
  }

  #record(kind: TraceKind, address: Address | undefined, note: string = ''): void {
    const event = { at: this.#around.timeline.now, kind, from: this.name, count: this.#life.number }
    const to = address === undefined ? {} : { to: address }
    this.#around.trace.record({ ...event, ...to, ...(note === '' ? {} : { note }) })
  }
}

/** 16 bytes a draw, keyed by the life and the number of the draw. */
function entropyOf(key: Key, life: Life): EntropySource {
  let draws = 0
  return {
    next: () => {
      life.leaks('entropy')
      return bytesOf(mix(key, draws++), 16)
    },
  }
}
