/**
 * A member's clock in virtual time. Each machine's runs at its own rate (`driftPpm`) and has its
 * own idea of the date (`offsetMs`); both may change as the world runs. The monotonic scale never
 * goes back, not even when the rate changes; the wall clock jumps with its offset. A timer fires at
 * the first virtual moment at which the member's own monotonic clock has reached its deadline.
 */
import { invariant } from '@quorate/core'
import type { Clock, Millis } from '@quorate/core'
import { mixTime } from '../random.ts'
import type { Key } from '../random.ts'
import type { Life } from './life.ts'
import type { Timeline } from './timeline.ts'

/** What is wrong with a machine's clock. */
export interface ClockFaults {
  /** How far its wall clock is ahead of the world's, in milliseconds; default 0. */
  readonly offsetMs?: Millis
  /** How much faster it runs, in millionths; default 0. */
  readonly driftPpm?: number
}

/** A machine's oscillator and its calendar; outlives the machine's processes. */
export class MachineTime {
  readonly #timeline: Timeline
  readonly #epochMs: Millis
  #offsetMs = 0
  #rate = 1
  #baseWorld = 0
  #baseLocal = 0

  constructor(timeline: Timeline, epochMs: Millis) {
    this.#timeline = timeline
    this.#epochMs = epochMs
  }

  /** Takes effect now. */
  set({ offsetMs, driftPpm }: ClockFaults): void {
    if (offsetMs !== undefined) this.#offsetMs = offsetMs
    if (driftPpm === undefined) return
    invariant(driftPpm > -1_000_000, 'a clock cannot stand still or run backwards')
    this.#baseLocal = this.monotonic()
    this.#baseWorld = this.#timeline.now
    this.#rate = 1 + driftPpm / 1_000_000
  }

  monotonic(): Millis {
    return this.#localAt(this.#timeline.now)
  }

  /** Whole milliseconds, as `Date.now()`. */
  wall(): Millis {
    return Math.floor(this.#epochMs + this.#offsetMs + this.monotonic())
  }

  /** The first virtual time at which `monotonic()` has reached a local time. */
  worldAt(local: Millis): number {
    let at = this.#baseWorld + (local - this.#baseLocal) / this.#rate
    while (this.#localAt(at) < local) at += Math.max(1, Math.abs(at)) * Number.EPSILON
    return at
  }

  #localAt(world: number): Millis {
    return this.#baseLocal + (world - this.#baseWorld) * this.#rate
  }
}

/** What a clock belongs to. */
export interface ClockOwner {
  readonly life: Life
  readonly machine: MachineTime
  /** The member's: equal deadlines of one member stay in order, those of two are permuted. */
  readonly key: Key
}

/** Core's `Clock`, for one life of one member. */
export class VirtualClock implements Clock {
  readonly #timeline: Timeline
  readonly #owner: ClockOwner

  constructor(timeline: Timeline, owner: ClockOwner) {
    this.#timeline = timeline
    this.#owner = owner
  }

  monotonic(): Millis {
    return this.#owner.machine.monotonic()
  }

  now(): Millis {
    return this.#owner.machine.wall()
  }

  schedule(at: Millis, run: () => void): () => void {
    invariant(!Number.isNaN(at), 'a deadline is a number')
    const { life, machine, key } = this.#owner
    if (at === Infinity || life.leaks('schedule')) return () => {}
    const timeline = this.#timeline
    const add = (): ReturnType<Timeline['schedule']> => {
      const world = machine.worldAt(at)
      return timeline.schedule({ at: world, tie: mixTime(key, world) }, { run: fire, life })
    }
    // The clock may have been slowed since: the deadline is then later than it was thought to be.
    const fire = (): void => {
      if (machine.monotonic() >= at) run()
      else scheduled = add()
    }
    let scheduled = add()
    return () => timeline.cancel(scheduled)
  }

  defer(run: () => void): void {
    const { life } = this.#owner
    if (!life.leaks('defer')) this.#timeline.defer({ run, life })
  }
}
