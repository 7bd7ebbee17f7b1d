/**
 * How fast a machine works: on a slow one each event keeps the process busy for a while, and what
 * comes meanwhile happens after, one by one, in the order it came. It puts work off and never
 * changes its order; the machine's clock runs on, so that its timers are late. A machine that was
 * never slow is not asked.
 */
import { invariant } from '@quorate/core'
import type { Undo } from '../undo.ts'
import type { Life, Turns } from './life.ts'
import type { Timeline } from './timeline.ts'

/** Work a slow process may be behind with. */
const waitingMax = 1_000_000

/** Whose pace it is. */
export interface PaceParts {
  readonly timeline: Timeline
  /** The machine's, for the turns of its processes. */
  readonly tie: number
  /** Told as each work that was put off happens. */
  readonly onLate: () => void
}

/** The pace of a machine, whatever process it runs. */
export class Pace {
  readonly #parts: PaceParts
  #slowed: readonly { readonly busyMs: number }[] = []
  #life: Life | undefined
  #turns: OneByOne | undefined

  constructor(parts: PaceParts) {
    this.#parts = parts
  }

  /** Another process: nothing waits for it yet. */
  begin(life: Life): void {
    this.#life = life
    this.#turns = undefined
    this.#obey()
  }

  /** Each event takes `busyMs` from now on; of several such the slowest counts. */
  slow(busyMs: number): Undo {
    const entry = { busyMs }
    this.#slowed = [...this.#slowed, entry]
    this.#obey()
    return () => {
      this.#slowed = this.#slowed.filter((each) => each !== entry)
      this.#obey()
    }
  }

  #obey(): void {
    const busyMs = this.#slowed.reduce((most, each) => Math.max(most, each.busyMs), 0)
    if (busyMs > 0) this.#turns ??= this.#turnsOf(this.#life)
    if (this.#turns !== undefined) this.#turns.busyMs = busyMs
  }

  #turnsOf(life: Life | undefined): OneByOne | undefined {
    if (life === undefined) return undefined
    const turns = new OneByOne(life, this.#parts)
    life.takeTurns(turns)
    return turns
  }
}

/** The events of one process, each in its time. */
class OneByOne implements Turns {
  /** 0: as soon as nothing waits, work happens as it comes. */
  busyMs = 0
  readonly #life: Life
  readonly #parts: PaceParts
  #waiting: (() => void)[] = []
  #isBusy = false

  constructor(life: Life, parts: PaceParts) {
    this.#life = life
    this.#parts = parts
  }

  take(work: () => void): void {
    invariant(this.#waiting.length < waitingMax, `${this.#life.name} is slow for too long`)
    if (this.#isBusy || this.#waiting.length > 0) this.#waiting.push(work)
    else if (this.#life.state === 'paused') this.#waiting.push(work)
    else if (this.busyMs === 0) work()
    else this.#begin(work)
  }

  resume(): void {
    if (!this.#isBusy && this.#waiting.length > 0) this.#turnIn(0)
  }

  #begin(work: () => void): void {
    this.#turnIn(this.busyMs)
    work()
  }

  #turnIn(ms: number): void {
    const { timeline, tie } = this.#parts
    this.#isBusy = true
    timeline.schedule({ at: timeline.now + ms, tie }, { run: () => this.#turn(), life: undefined })
  }

  /** A paused process is not busy: its resumption goes on here. */
  #turn(): void {
    this.#isBusy = false
    if (this.#life.state !== 'running') return
    const work = this.#waiting.shift()
    if (work === undefined) return
    this.#parts.onLate()
    this.#begin(work)
  }
}
