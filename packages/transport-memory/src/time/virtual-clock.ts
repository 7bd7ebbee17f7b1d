/**
 * A member's clock in virtual time: core's `Clock` by the time of its machine, for one life. A
 * timer fires at the first virtual moment at which the machine's monotonic clock has reached its
 * deadline, never before; a clock that is set faster meanwhile does not hurry those already set.
 */
import { invariant } from '@quorate/core'
import type { Clock, Millis } from '@quorate/core'
import { bitsOf, mixTime } from '../random.ts'
import type { Key } from '../random.ts'
import type { Life } from './life.ts'
import type { MachineTime } from './machine-time.ts'
import type { Timeline } from './timeline.ts'

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
      return timeline.schedule({ at: world, tie: bitsOf(mixTime(key, world)) }, { run: fire, life })
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
