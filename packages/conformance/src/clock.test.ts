/**
 * Can the clock suite fail? A clock moved by hand that keeps every promise passes; each way of
 * breaking one is caught by the case that is named beside it.
 */
import type { Clock, Millis } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { clockContract } from './clock.ts'
import type { ClockHarness } from './clock.ts'
import { describeFlaws } from './flaws.fixture.ts'
import { waitingOn } from './waiting.ts'

const flaws = {
  'stands still': 'monotonic() never goes back',
  'goes back': 'monotonic() never goes back',
  'counts in seconds': 'now() is milliseconds',
  'fires early': 'a timer never fires before',
  'fires what is due at once': 'schedule() never calls inside',
  'last in, first out': 'equal deadlines fire',
  'keeps no order': 'an earlier deadline fires first',
  'cannot cancel': 'a cancelled timer',
  'cannot cancel what is due': 'a timer cancelled by another',
  'loses what a timer schedules': 'a timer that schedules the next',
  'defers past a deadline': 'defer() runs after the work',
  'defers not at all': 'defer() never calls inside',
} as const
type Flaw = keyof typeof flaws

interface Waiting {
  readonly at: Millis
  readonly run: () => void
  isCancelled: boolean
}

/** A clock moved by hand, in half milliseconds. */
class HandClock implements Clock {
  #time = 100
  #waiting: Waiting[] = []
  #deferred: (() => void)[] = []
  #reads = 0
  #isFiring = false
  readonly #flaw: Flaw | undefined

  constructor(flaw: Flaw | undefined) {
    this.#flaw = flaw
  }

  #has(flaw: Flaw): boolean {
    return this.#flaw === flaw
  }

  monotonic(): Millis {
    if (this.#has('stands still')) return 100
    return this.#has('goes back') && ++this.#reads % 3 === 0 ? this.#time - 10 : this.#time
  }

  now(): Millis {
    return (1_800_000_000_000 + this.#time) / (this.#has('counts in seconds') ? 1_000 : 1)
  }

  schedule(at: Millis, run: () => void): () => void {
    const waiting = { at, run, isCancelled: false }
    if (this.#has('fires what is due at once') && at <= this.#time) run()
    else if (!(this.#has('loses what a timer schedules') && this.#isFiring)) {
      this.#waiting.push(waiting)
    }
    return () => {
      if (this.#has('cannot cancel what is due') && at <= this.#time) return
      if (!this.#has('cannot cancel')) waiting.isCancelled = true
    }
  }

  defer(run: () => void): void {
    if (this.#has('defers not at all')) run()
    else if (this.#has('defers past a deadline')) this.schedule(this.#time + 8, run)
    else this.#deferred.push(run)
  }

  tick(): void {
    this.#runDeferred()
    this.#time += this.#has('keeps no order') ? 40 : 0.5
    const isDue = ({ at }: Waiting): boolean => at <= this.#time + (this.#early() ? 1 : 0)
    const due = this.#waiting.filter(isDue)
    this.#waiting = this.#waiting.filter((waiting) => !isDue(waiting))
    if (this.#has('last in, first out')) due.reverse()
    else if (!this.#has('keeps no order')) due.sort((a, b) => a.at - b.at)
    this.#isFiring = true
    for (const waiting of due) if (!waiting.isCancelled) this.#fire(waiting)
    this.#isFiring = false
  }

  #early(): boolean {
    return this.#has('fires early')
  }

  #fire({ run }: Waiting): void {
    run()
    this.#runDeferred()
  }

  #runDeferred(): void {
    for (let run = this.#deferred.shift(); run !== undefined; run = this.#deferred.shift()) run()
  }
}

const harnessOf = (flaw?: Flaw): ClockHarness => {
  const clock = new HandClock(flaw)
  return {
    clock,
    until: (condition) => {
      for (let i = 0; i < 200 && !condition(); i++) clock.tick()
      return Promise.resolve(condition())
    },
    close: () => Promise.resolve(),
  }
}

const contract = clockContract()

describeFlaws({ what: 'clock', contract, harnessOf, flaws })

describe('waiting on a clock', () => {
  const settled = async (clock: HandClock, answer: Promise<boolean>): Promise<boolean> => {
    for (let i = 0; i < 50; i++) clock.tick()
    return answer
  }

  it('answers true once the condition holds', async () => {
    const clock = new HandClock(undefined)
    let looks = 0
    expect(
      await settled(
        clock,
        waitingOn(clock)(() => ++looks === 5),
      ),
    ).toBe(true)
    expect(looks).toBe(5)
  })

  it('answers false at its deadline', async () => {
    const clock = new HandClock(undefined)
    expect(
      await settled(
        clock,
        waitingOn(clock, { deadlineMs: 10 })(() => false),
      ),
    ).toBe(false)
  })
})
