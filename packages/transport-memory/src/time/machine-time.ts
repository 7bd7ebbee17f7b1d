/**
 * A machine's oscillator and its calendar, which outlive its processes. Each runs at its own rate
 * (`driftPpm`) and has its own idea of the date (`offsetMs`, `jumpMs`); what is wrong with it may
 * be changed and taken back as the world runs. The monotonic scale never goes back, not even when
 * the rate changes: what a wrong rate gained or lost stays. The wall clock jumps with its offset.
 */
import { invariant } from '@quorate/core'
import type { Millis } from '@quorate/core'
import type { Undo } from '../undo.ts'
import type { Timeline } from './timeline.ts'

/** What is wrong with a machine's clock. */
export interface ClockFaults {
  /** How far its wall clock is ahead of the world's, in milliseconds; default 0. */
  readonly offsetMs?: Millis
  /** How much faster it runs, in millionths; default 0. */
  readonly driftPpm?: number
  /** How far its wall clock jumps, once, from wherever it is; default 0. */
  readonly jumpMs?: Millis
}

/** Faults of one clock that were not taken back. */
const faultsMax = 1_000

export class MachineTime {
  readonly #timeline: Timeline
  readonly #epochMs: Millis
  #faults: readonly ClockFaults[] = []
  #offsetMs = 0
  #rate = 1
  #baseWorld = 0
  #baseLocal = 0

  constructor(timeline: Timeline, epochMs: Millis) {
    this.#timeline = timeline
    this.#epochMs = epochMs
  }

  /**
   * Takes effect now; undone, the clock is as it would be without: other faults stay. Offset 0 and
   * drift 0 together set it right: what was wrong before is over, and undoing that does nothing.
   */
  set(faults: ClockFaults): Undo {
    invariant((faults.driftPpm ?? 0) > -1_000_000, 'a clock cannot stand still or run backwards')
    const fault = { ...faults }
    this.#obey([...this.#faults, fault])
    return () => this.#obey(this.#faults.filter((each) => each !== fault))
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
    const [baseWorld, baseLocal] = [this.#baseWorld, this.#baseLocal]
    const isRightRate = this.#rate === 1
    let at = isRightRate
      ? local - (baseLocal - baseWorld)
      : baseWorld + (local - baseLocal) / this.#rate
    while (this.#localAt(at) < local) at += Math.max(1, Math.abs(at)) * Number.EPSILON
    return at
  }

  #obey(faults: readonly ClockFaults[]): void {
    invariant(faults.length <= faultsMax, `no more than ${faultsMax} faults of a clock at once`)
    this.#faults = faults.some(isRight) ? [] : faults
    this.#offsetMs = this.#faults.reduce(offsetAfter, 0)
    const driftPpm = this.#faults.reduce((ppm, fault) => fault.driftPpm ?? ppm, 0)
    this.#runAt(1 + driftPpm / 1_000_000)
  }

  #runAt(rate: number): void {
    if (rate === this.#rate) return
    this.#baseLocal = this.monotonic()
    this.#baseWorld = this.#timeline.now
    this.#rate = rate
  }

  /** At the right rate by addition only: a fault taken back at once leaves no rounding behind. */
  #localAt(world: number): Millis {
    const [baseWorld, baseLocal] = [this.#baseWorld, this.#baseLocal]
    if (this.#rate !== 1) return baseLocal + (world - baseWorld) * this.#rate
    return Math.max(baseLocal, world + (baseLocal - baseWorld))
  }
}

/** Set right on purpose: nothing before it counts any more. */
const isRight = ({ offsetMs, driftPpm, jumpMs }: ClockFaults): boolean =>
  offsetMs === 0 && driftPpm === 0 && jumpMs === undefined

const offsetAfter = (before: Millis, { offsetMs, jumpMs }: ClockFaults): Millis =>
  (offsetMs ?? before) + (jumpMs ?? 0)
