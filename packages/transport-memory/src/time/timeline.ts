/**
 * Virtual time: runs what is to happen, one event at a time, and jumps to the next, so that idle
 * time is free. Time never goes back and never passes an event that was not run. What is deferred
 * runs after the event that deferred it, before the next, as a microtask would. Decides here, and
 * nowhere else, what orders events of one instant.
 */
import { invariant } from '@quorate/core'
import { bitsOf, mixTime } from '../random.ts'
import type { Trace } from '../trace.ts'
import { EventQueue } from './event-queue.ts'
import type { Place, QueuedEvent } from './event-queue.ts'
import type { Life } from './life.ts'

/** Work, and on whose behalf; no life: the world's own. */
export interface Work {
  readonly run: () => void
  readonly life: Life | undefined
}

/** Something scheduled, to cancel it by. */
export type Scheduled = QueuedEvent<Work>

/** How much a world may hold. */
export interface TimelineLimits {
  /** Events waiting at once; default 5,000,000. */
  readonly eventsMax?: number
  /** Events of one instant, more being taken for a loop; default 1,000,000. */
  readonly instantEventsMax?: number
}

/** What orders events of one instant. */
export interface TieOptions {
  /**
   * `keyed` (default): permuted by the seed, so that reliance on an order shows. `insertion`: as
   * they were scheduled, which makes a failing run easier to read.
   */
  readonly ties?: 'keyed' | 'insertion'
  /** Another permutation, every other draw being the same; default: that of the seed. */
  readonly salt?: number
}

export class Timeline {
  #now = 0
  #ofInstant = 0
  #deferred: Work[] = []
  readonly #queue: EventQueue<Work>
  readonly #trace: Trace
  readonly #instantEventsMax: number
  /** Equal ties stay equal: they are what keeps one member's events in order. */
  readonly #tieOf: (tie: number) => number

  constructor(trace: Trace, options: TimelineLimits & TieOptions = {}) {
    this.#trace = trace
    this.#queue = new EventQueue(options.eventsMax ?? 5_000_000)
    this.#instantEventsMax = options.instantEventsMax ?? 1_000_000
    this.#tieOf = tieOf(options)
  }

  /** Virtual milliseconds since the world began. */
  get now(): number {
    return this.#now
  }

  /** Events to happen. */
  get waiting(): number {
    return this.#queue.size + this.#deferred.length
  }

  /** A time already past is now. */
  schedule({ at, tie }: Place, work: Work): Scheduled {
    const place = { at: at > this.#now ? at : this.#now, tie: this.#tieOf(tie) }
    return this.#queue.add(place, work)
  }

  cancel(scheduled: Scheduled): void {
    this.#queue.cancel(scheduled)
  }

  /** Runs after the event at hand. */
  defer(work: Work): void {
    this.#deferred.push(work)
  }

  /** Runs the next event, unless it is later than `until`; false when there was none to run. */
  step(until: number = Infinity): boolean {
    if (this.#deferred.length > 0) {
      this.#runDeferred()
      return true
    }
    const next = this.#queue.peek()
    if (next === undefined || next.at > until) return false
    this.#queue.take()
    this.moveTo(next.at)
    this.#run(next.content)
    if (this.#deferred.length > 0) this.#runDeferred()
    return true
  }

  /** Lets idle time pass; the caller has run what is due before. */
  moveTo(at: number): void {
    if (at <= this.#now) return
    this.#now = at
    this.#ofInstant = 0
  }

  #run({ run, life }: Work): void {
    this.#ofInstant++
    invariant(this.#ofInstant <= this.#instantEventsMax, `time stands still at ${this.#now} ms`)
    if (life === undefined) run()
    else if (life.state !== 'ended') {
      this.#trace.record({ at: this.#now, kind: 'timer', from: life.name })
      life.run(run)
    }
  }

  #runDeferred(): void {
    for (let i = 0; i < this.#deferred.length; i++) {
      const work = this.#deferred[i]
      invariant(i < this.#instantEventsMax, `deferring never ends at ${this.#now} ms`)
      if (work?.life === undefined) work?.run()
      else work.life.runPrompt(work.run)
    }
    this.#deferred = []
  }
}

function tieOf({ ties = 'keyed', salt }: TieOptions): (tie: number) => number {
  if (ties === 'insertion') return () => 0
  return salt === undefined ? (tie) => tie : (tie) => bitsOf(mixTime(tie, salt))
}
