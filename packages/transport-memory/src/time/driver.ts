/**
 * Who lets time pass: only the world's verbs, one at a time. The plain ones run events back to back
 * and leave promises alone. The others return a promise and let everything that awaits something go
 * on after each event, before the next: each event is an immediate of its own, after which Node
 * empties the queue of promise reactions however long it is; their order is that of the seed.
 */
import { invariant } from '@quorate/core'
import type { Undo } from '../undo.ts'
import type { Timeline } from './timeline.ts'

/** How long to try, in virtual milliseconds. */
export interface Within {
  /** Default 60,000. */
  readonly withinMs?: number
}

const withinMsDefault = 60_000

/** The real one, whatever stands in its place later. */
const nextTurn = globalThis.setImmediate

/** A condition that was not reached in its time, or a promise not settled. */
export class DeadlineMissed extends Error {
  override readonly name: string = 'DeadlineMissed'
}

export class Driver {
  readonly #timeline: Timeline
  readonly #whereabouts: () => string
  #isDriven = false
  #checks: readonly (() => void)[] = []

  /** `whereabouts` ends every error: what is needed to run the same again. */
  constructor(timeline: Timeline, whereabouts: () => string) {
    this.#timeline = timeline
    this.#whereabouts = whereabouts
  }

  /** Runs the next event; false when there is none. */
  step(): boolean {
    this.#demandIdle()
    return this.#step(Infinity)
  }

  /** Runs all events of so many milliseconds. */
  run(ms: number): void {
    this.#demandIdle()
    const until = this.#timeline.now + ms
    while (this.#step(until));
    this.#timeline.moveTo(until)
  }

  /** Runs events until the condition holds. */
  runUntil(condition: () => boolean, within: Within = {}): void {
    this.#demandIdle()
    const until = this.#deadline(within)
    while (!condition()) if (!this.#step(until)) this.#missed('the condition', until)
  }

  /** As `run`, with promises going on after each event. */
  async advance(ms: number): Promise<void> {
    await this.advanceTo(this.#timeline.now + ms)
  }

  /** As `advance`, to a virtual time that is not past: exactly there, all events up to it run. */
  async advanceTo(at: number): Promise<void> {
    invariant(at >= this.#timeline.now, `time does not go back: to ${at} ms`)
    await this.#pump(() => this.#timeline.step(at))
    this.#timeline.moveTo(at)
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

  /**
   * Calls this after every event: at once by the plain verbs, once everything that awaits has gone
   * on by the others. What it throws ends the verb. It must let no time pass.
   */
  watch(check: () => void): Undo {
    const entry = (): void => check()
    this.#checks = [...this.#checks, entry]
    return () => {
      this.#checks = this.#checks.filter((each) => each !== entry)
    }
  }

  /** The next event, and what is watched. */
  #step(until: number): boolean {
    const isStepped = this.#timeline.step(until)
    if (isStepped && this.#checks.length > 0) this.#check()
    return isStepped
  }

  #check(): void {
    for (const check of this.#checks) check()
  }

  /** Calls `next` until it answers false, everything that awaits going on before each call. */
  async #pump(next: () => boolean): Promise<void> {
    this.#demandIdle()
    this.#isDriven = true
    try {
      await turns(next, () => this.#check())
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

/**
 * Immediates in one turn of the event loop, from the second on twice as many as in the one before.
 * Promise reactions run between any two; a turn for each would take a sixth of all time.
 */
const immediatesMax = 64

/** Calls `next`, each time in an immediate of its own, until it answers false; `then` between. */
const turns = (next: () => boolean, then: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    let isDone = false
    let isAfter = false
    const call = (): void => {
      if (isDone) return
      try {
        if (isAfter) then()
        isAfter = next()
        isDone = !isAfter
        if (isDone) resolve()
      } catch (error) {
        isDone = true
        reject(error)
      }
    }
    const turn = (immediates: number): void => {
      for (let i = 1; i < immediates; i++) nextTurn(call)
      nextTurn(() => {
        call()
        if (!isDone) turn(Math.min(immediates * 2, immediatesMax))
      })
    }
    turn(1)
  })
