/**
 * An RxJS scheduler over one member's timers, made of RxJS's public interface only. What RxJS's own
 * `asyncScheduler` does in real time, this does in the member's: `now` is its wall clock, each
 * action has one timer, scheduling an action again replaces what it waited for. RxJS's
 * `VirtualTimeScheduler` cannot serve here: one of it is one clock, whose time stands still between
 * actions.
 */
import type { Clock, Millis } from '@quorate/core'
import { Subscription } from 'rxjs'
import type { SchedulerAction, SchedulerLike } from 'rxjs'
import type { TimerHandle, Timers } from './timers.ts'

type ScheduledWork<State> = (this: SchedulerAction<State>, state?: State) => void

/** Pass it to every operator that has to do with time. */
export class MemberScheduler implements SchedulerLike {
  readonly #clock: Clock
  readonly #timers: Timers

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock
    this.#timers = timers
  }

  now(): Millis {
    return this.#clock.now()
  }

  schedule<State>(work: ScheduledWork<State>, delay: Millis = 0, state?: State): Subscription {
    return new TimedAction(this.#timers, work).schedule(state, delay)
  }
}

class TimedAction<State> extends Subscription implements SchedulerAction<State> {
  readonly #timers: Timers
  readonly #work: ScheduledWork<State>
  #timer: TimerHandle | undefined

  constructor(timers: Timers, work: ScheduledWork<State>) {
    super(() => this.#timers.clearTimeout(this.#timer))
    this.#timers = timers
    this.#work = work
  }

  schedule(state?: State, delay: Millis = 0): Subscription {
    if (this.closed) return this
    this.#timers.clearTimeout(this.#timer)
    this.#timer = this.#timers.setTimeout(() => this.#run(state), delay)
    return this
  }

  #run(state: State | undefined): void {
    try {
      this.#work.call(this, state)
    } catch (error) {
      this.unsubscribe()
      throw error
    }
  }
}
