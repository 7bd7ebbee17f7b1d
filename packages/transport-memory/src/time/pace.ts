/**
 * How fast a machine works: on a slow one each event keeps the process busy for a while, and what
 * comes meanwhile happens after, one by one, in the order it came. It puts work off and never
 * changes its order; the machine's clock runs on, so that its timers are late. A machine that was
 * never slow is not asked. What is put off counts among the events that wait, which are bounded.
 */
import type { Undo } from '../undo.ts'
import type { Life } from './life.ts'
import type { Timeline } from './timeline.ts'

/** Whose pace it is. */
export interface PaceParts {
  readonly timeline: Timeline
  /** The machine's: what is put off keeps its order, that of two machines is permuted. */
  readonly tie: number
  /** Told as each work that was put off happens. */
  readonly onLate: () => void
}

/** The pace of a machine, whatever process it runs. */
export class Pace {
  readonly #parts: PaceParts
  #slowed: readonly { readonly busyMs: number }[] = []
  #life: Life | undefined
  #turns: Turns | undefined

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

  #turnsOf(life: Life | undefined): Turns | undefined {
    if (life === undefined) return undefined
    const turns = new Turns(life, this.#parts)
    life.takeTurns((work) => turns.putsOff(work))
    return turns
  }
}

/** The events of one process, one at a time. */
class Turns {
  busyMs = 0
  readonly #life: Life
  readonly #parts: PaceParts
  #freeAt = 0
  #waiting = 0

  constructor(life: Life, parts: PaceParts) {
    this.#life = life
    this.#parts = parts
  }

  /** True when the process is busy: the work then happens later, by itself. */
  putsOff(work: () => void): boolean {
    const { now } = this.#parts.timeline
    const startsAt = Math.max(now, this.#freeAt)
    const isFree = startsAt === now && this.#waiting === 0
    this.#freeAt = startsAt + this.busyMs
    if (!isFree) this.#wait(startsAt, work)
    return !isFree
  }

  #wait(at: number, work: () => void): void {
    const { timeline, tie, onLate } = this.#parts
    const run = (): void => {
      this.#waiting--
      if (this.#life.state === 'running') onLate()
      this.#life.runPrompt(work)
    }
    this.#waiting++
    timeline.schedule({ at, tie }, { run, life: undefined })
  }
}
