/**
 * Who lets time pass: only the world's verbs, one at a time. The plain ones run events back to back
 * and leave promises alone. The others return a promise and let everything that awaits something go
 * on after each event, before the next: one turn of the event loop an event (a microsecond) empties
 * the queue of promise reactions however long it is, which keeps their order that of the seed.
 */
import { invariant } from '@quorate/core'
import type { Timeline } from './timeline.ts'

/** How long to try, in virtual milliseconds. */
export interface Within {
  /** Default 60,000. */
  readonly withinMs?: number
}

const withinMsDefault = 60_000

/** A condition that was not reached in its time, or a promise not settled. */
export class DeadlineMissed extends Error {
  override readonly name: string = 'DeadlineMissed'
}

export class Driver {
  readonly #timeline: Timeline
  readonly #whereabouts: () => string
  #isDriven = false

  /** `whereabouts` ends every error: what is needed to run the same again. */
  constructor(timeline: Timeline, whereabouts: () => string) {
    this.#timeline = timeline
    this.#whereabouts = whereabouts
  }

  /** Runs the next event; false when there is none. */
  step(): boolean {
    this.#demandIdle()
    return this.#timeline.step()
  }

  /** Runs all events of so many milliseconds. */
  run(ms: number): void {
    this.#demandIdle()
    const until = this.#timeline.now + ms
    while (this.#timeline.step(until));
    this.#timeline.moveTo(until)
  }

  /** Runs events until the condition holds. */
  runUntil(condition: () => boolean, within: Within = {}): void {
    this.#demandIdle()
    const until = this.#deadline(within)
    while (!condition()) if (!this.#timeline.step(until)) this.#missed('the condition', until)
  }

  /** As `run`, with promises going on after each event. */
  async advance(ms: number): Promise<void> {
    const until = this.#timeline.now + ms
    await this.#pump(() => this.#timeline.step(until))
    this.#timeline.moveTo(until)
  }

  /** As `runUntil`, with promises going on after each event. */
  async until(condition: () => boolean, within: Within = {}): Promise<void> {
    const until = this.#deadline(within)
    await this.#pump(() => {
      if (condition()) return false
      return this.#timeline.step(until) || this.#missed('the condition', until)
    })
  }

  /** Lets time pass until the promise is settled; as the promise then. */
  async settle<T>(promise: Promise<T>, within: Within = {}): Promise<T> {
    const until = this.#deadline(within)
    let isSettled = false
    const settled = (): void => {
      isSettled = true
    }
    promise.then(settled, settled)
    await this.#pump(() => {
      if (isSettled) return false
      return this.#timeline.step(until) || this.#missed('the promise', until)
    })
    return promise
  }

  /** Lets promises go on; time stands still. */
  async drain(): Promise<void> {
    await this.#pump(() => false)
  }

  /** Calls `next` until it answers false, everything that awaits going on before each call. */
  async #pump(next: () => boolean): Promise<void> {
    this.#demandIdle()
    this.#isDriven = true
    try {
      await turns(next)
    } finally {
      this.#isDriven = false
    }
  }

  #deadline({ withinMs = withinMsDefault }: Within): number {
    return this.#timeline.now + withinMs
  }

  #missed(what: string, until: number): never {
    const from = this.#timeline.waiting === 0 ? ', nothing is left to happen' : ''
    this.#timeline.moveTo(until)
    throw new DeadlineMissed(`${what} was not reached in time${from}: ${this.#whereabouts()}`)
  }

  #demandIdle(): void {
    invariant(!this.#isDriven, 'time is passing already: await the verb that lets it')
  }
}

/** Calls `next` once a turn of the event loop, until it answers false. */
const turns = (next: () => boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const turn = (): void => {
      try {
        if (next()) setImmediate(turn)
        else resolve()
      } catch (error) {
        reject(error)
      }
    }
    setImmediate(turn)
  })
