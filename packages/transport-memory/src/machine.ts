/**
 * One member's machine: what outlives its processes (name, clock, disk) and the process of the
 * moment. Makes the pieces a member is created from, all of them bound to one life: after that has
 * ended they do nothing, so a crashed member cannot act, however long somebody holds on to it.
 */
import { EMPTY, NEVER, Observable } from 'rxjs'
import type { Address, Clock, EntropySource, LogStore, MemberName, Transport } from '@quorate/core'
import { MemoryLogStore } from './memory-log-store.ts'
import { MemoryTransport } from './memory-transport.ts'
import type { Network } from './network.ts'
import { belowOf, bitsOf, drawsOf, keyOf, mix } from './random.ts'
import type { Key, Range, Seed } from './random.ts'
import { Life, MachineTime, Pace, VirtualClock } from './time/index.ts'
import type { Timeline } from './time/index.ts'
import type { Trace, TraceKind } from './trace.ts'
import type { Undo } from './undo.ts'

/** What a member needs from its surroundings; pieces for `createMember` and `createClient`. */
export interface MemberEnv {
  readonly name: MemberName
  readonly address: Address
  readonly clock: Clock
  readonly entropy: EntropySource
  readonly transport: Transport
  readonly log: LogStore
}

/** What the machines of a world share. */
export interface Surroundings {
  readonly seed: Seed
  readonly timeline: Timeline
  readonly trace: Trace
  readonly network: Network
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
  readonly #around: Surroundings
  readonly #store: MemoryLogStore
  #life: Life
  #address: Address
  #leaks = 0
  #writes = 0

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
    this.#store = new MemoryLogStore({ whenSynced: (durable) => this.#sync(durable) })
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
    const { timeline, network, capabilities, maxFrameBytes } = this.#around
    return {
      name: this.name,
      address,
      clock: new VirtualClock(timeline, { life, machine: this.time, key: this.#key('timer') }),
      entropy: entropyOf(mix(this.#key('entropy'), life.number), life),
      transport: new MemoryTransport(network, { address, capabilities, maxFrameBytes, life }),
      log: boundTo(life, this.#store),
    }
  }

  /** The process ends here and now; of its writes under way a keyed number survives. */
  crash(): void {
    const { timeline, network } = this.#around
    this.#life.end()
    network.detachLife(this.#life)
    const writes = this.#store.unsynced
    const surviving = belowOf(keyOf(this.#key('crash'), timeline.now), writes + 1)
    this.#store.crash(surviving)
    this.#record('crash', undefined)
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
    return new Life(this.name, number, (what) => {
      this.#leaks++
      this.#around.trace.record({
        at: this.#around.timeline.now,
        kind: 'leak',
        from: this.name,
        note: what,
      })
    })
  }

  #sync(durable: () => void): void {
    const { syncMs, timeline } = this.#around
    if (syncMs === undefined) {
      durable()
      return
    }
    const key = keyOf(this.#key('sync'), this.#writes++)
    const at = timeline.now + drawsOf(key).between(syncMs, 'sync')
    timeline.schedule({ at, tie: bitsOf(key) }, { run: durable, life: this.#life })
  }

  #key(purpose: string): Key {
    return keyOf(this.#around.seed, purpose, this.name)
  }

  #record(kind: TraceKind, address: Address | undefined): void {
    const event = { at: this.#around.timeline.now, kind, from: this.name, count: this.#life.number }
    this.#around.trace.record(address === undefined ? event : { ...event, to: address })
  }
}

/** 16 bytes a draw, keyed by the life and the number of the draw. */
function entropyOf(key: Key, life: Life): EntropySource {
  let draws = 0
  return {
    next: () => {
      life.leaks('entropy')
      const drawKey = mix(key, draws++)
      const words = Uint32Array.from({ length: 4 }, (_, i) => bitsOf(mix(drawKey, i)))
      return new Uint8Array(words.buffer)
    },
  }
}

/** The store for one life: afterwards nothing is written, and nothing completes. */
function boundTo(life: Life, store: LogStore): LogStore {
  const bound = <T>(what: string, operation: () => Observable<T>): Observable<T> =>
    new Observable((subscriber) => (life.leaks(what) ? NEVER : operation()).subscribe(subscriber))
  return {
    open: () => bound('log.open', () => store.open()),
    start: (identity) => bound('log.start', () => store.start(identity)),
    append: (batch) => bound('log.append', () => store.append(batch)),
    close: () => (life.state === 'ended' ? EMPTY : store.close()),
  }
}
