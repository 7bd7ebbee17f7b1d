/**
 * A member alone, fed by recorded traffic: a real member whose clock, transport and randomness are
 * played back. Everything between a frame's bytes coming in and a frame's bytes going out is what
 * runs in production; nothing else of weight runs beside it.
 */
import {
  type Clock,
  createMember,
  type Frame,
  type LinkStatus,
  type Member,
  type Transport,
} from '@quorate/core'
import { MemoryLogStore } from '@quorate/transport-memory'
import { BehaviorSubject, EMPTY, NEVER, Subject } from 'rxjs'
import { secret } from './cluster.ts'
import type { RecordedTraffic } from './recorded.ts'

export class ReplayedMember {
  readonly member: Member
  readonly #traffic: RecordedTraffic
  readonly #clock: PlayedClock
  readonly #frames: Subject<Frame>
  readonly #sent: () => number
  #next = 0

  /** A fresh member, as the recorded one was when it started. */
  static async start(traffic: RecordedTraffic, recordInputs = 0): Promise<ReplayedMember> {
    const clock = new PlayedClock(traffic.epochMs)
    const frames = new Subject<Frame>()
    const { transport, sent } = transportTo(traffic.name, frames)
    let draws = 0
    const entropy = { next: () => traffic.draws[draws++] ?? new Uint8Array(16) }
    const log = new MemoryLogStore()
    const { name } = traffic
    const options = { name, secret, transport, log, clock, entropy, recordInputs }
    return new ReplayedMember(await createMember(options), { traffic, clock, frames, sent })
  }

  private constructor(member: Member, parts: Parts) {
    this.member = member
    this.#traffic = parts.traffic
    this.#clock = parts.clock
    this.#frames = parts.frames
    this.#sent = parts.sent
  }

  /** Frames it sent so far. */
  get sent(): number {
    return this.#sent()
  }

  /** Everything until the cluster was at rest. */
  playStart(): void {
    this.#playUntil(this.#traffic.restFrom)
  }

  /** All the probing. */
  playRest(): void {
    this.#playUntil(this.#traffic.arrivals.length)
  }

  #playUntil(end: number): void {
    const { arrivals } = this.#traffic
    for (; this.#next < end; this.#next++) {
      const arrival = arrivals[this.#next]
      if (arrival === undefined) return
      this.#clock.moveTo(arrival.at)
      this.#frames.next(arrival.frame)
      this.#clock.runDeferred()
    }
  }
}

interface Parts {
  readonly traffic: RecordedTraffic
  readonly clock: PlayedClock
  readonly frames: Subject<Frame>
  readonly sent: () => number
}

function transportTo(name: string, frames: Subject<Frame>): Played {
  let sent = 0
  const transport: Transport = {
    address: name as Transport['address'],
    capabilities: { broadcast: false, unreachable: false },
    maxFrameBytes: 1_048_576,
    frames$: frames,
    status$: new BehaviorSubject<LinkStatus>('up'),
    unreachable$: NEVER,
    open: () => EMPTY,
    close: () => EMPTY,
    broadcast: () => 'not-connected',
    send: () => {
      sent++
      return undefined
    },
  }
  return { transport, sent: () => sent }
}

interface Played {
  readonly transport: Transport
  readonly sent: () => number
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** Stands still between arrivals; runs what is due before each. */
class PlayedClock implements Clock {
  readonly #epochMs: number
  #at = 0
  readonly #timers: Timer[] = []
  #deferred: (() => void)[] = []

  constructor(epochMs: number) {
    this.#epochMs = epochMs
  }

  monotonic(): number {
    return this.#at
  }

  now(): number {
    return Math.floor(this.#epochMs + this.#at)
  }

  defer(run: () => void): void {
    this.#deferred.push(run)
  }

  schedule(at: number, run: () => void): () => void {
    const timer: Timer = { at, run }
    let place = this.#timers.length
    while (place > 0 && (this.#timers[place - 1]?.at ?? 0) > at) place--
    this.#timers.splice(place, 0, timer)
    return () => {
      const index = this.#timers.indexOf(timer)
      if (index >= 0) this.#timers.splice(index, 1)
    }
  }

  moveTo(at: number): void {
    while ((this.#timers[0]?.at ?? Infinity) <= at) {
      const timer = this.#timers.shift()
      this.#at = timer?.at ?? this.#at
      timer?.run()
      this.runDeferred()
    }
    this.#at = at
  }

  runDeferred(): void {
    if (this.#deferred.length === 0) return
    const deferred = this.#deferred
    this.#deferred = []
    for (const run of deferred) run()
  }
}
