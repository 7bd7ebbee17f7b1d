/**
 * One run of one member's process, from its start to its crash. Everything scheduled on its behalf
 * goes through `run`: a running life does it now, or when it has time if it is slow; a paused one
 * keeps it for its resumption, an ended one never does it. What an ended life still asks for is a
 * leak: counted, else ignored.
 */
import { invariant } from '@quorate/core'
import { stage } from '../ambient/index.ts'
import type { Acting } from '../ambient/index.ts'

/** Work a paused life may be behind with. */
const backlogMax = 1_000_000

/** A process: `running`, `paused` (its clock runs on), `ended` (for good). */
export type LifeState = 'running' | 'paused' | 'ended'

/** Who decides when each work of a process happens. */
export interface Turns {
  /** Now, or when its turn comes. */
  take(work: () => void): void
  /** The process goes on after a pause. */
  resume(): void
}

/** What a life has of its machine. */
export interface LifeSurroundings {
  /** Told what it asked for after its end. */
  readonly onLeak: (what: string) => void
  /** The machine's wall clock. */
  readonly wall: () => number
  /** Keyed draws in [0, 1), for libraries that name things at random. */
  readonly chance: () => number
}

export class Life {
  readonly name: string
  /** 1 for a member's first. */
  readonly number: number
  readonly #onLeak: (what: string) => void
  readonly #acting: Acting
  #state: LifeState = 'running'
  #backlog: (() => void)[] = []
  #turns: Turns | undefined
  #pauses = 0
  #isUnwinding = false

  constructor(name: string, number: number, around: LifeSurroundings) {
    this.name = name
    this.number = number
    this.#onLeak = around.onLeak
    this.#acting = { member: name, wall: around.wall, chance: around.chance }
  }

  get state(): LifeState {
    return this.#state
  }

  /** How often it was paused so far. */
  get pauses(): number {
    return this.#pauses
  }

  /** From now on it does one thing at a time; what a pause held back comes first. */
  takeTurns(turns: Turns): void {
    this.#turns = turns
    const missed = this.#backlog
    this.#backlog = []
    for (const work of missed) turns.take(work)
  }

  /** An event: now, later, or never. */
  run(work: () => void): void {
    if (this.#turns === undefined) this.runPrompt(work)
    else if (this.#state !== 'ended') this.#turns.take(work)
  }

  /** What has its turn already, or is part of what has. */
  runPrompt(work: () => void): void {
    if (this.#state === 'running') this.act(work)
    else if (this.#state === 'paused') {
      invariant(this.#backlog.length < backlogMax, `${this.name} is paused for too long`)
      this.#backlog.push(work)
    }
  }

  /** Now, as code of its own: what it finds ambient is guarded. */
  act<T>(work: () => T): T {
    return stage.as(this.#acting, work)
  }

  pause(): void {
    invariant(this.#state === 'running', `${this.name} is ${this.#state}: it cannot pause`)
    this.#state = 'paused'
    this.#pauses++
  }

  /** What it missed, in order, for the caller to schedule. */
  resume(): readonly (() => void)[] {
    invariant(this.#state === 'paused', `${this.name} is ${this.#state}: it cannot resume`)
    this.#state = 'running'
    this.#turns?.resume()
    const missed = this.#backlog
    this.#backlog = []
    return missed
  }

  /** `isUnwinding`: in the middle of its own code, which does not leak until it is `unwound`. */
  end({ isUnwinding = false }: { readonly isUnwinding?: boolean } = {}): void {
    invariant(this.#state !== 'ended', `${this.name} has crashed already`)
    this.#state = 'ended'
    this.#isUnwinding = isUnwinding
    this.#backlog = []
  }

  /** Nothing of its code is under way any more. */
  unwound(): void {
    this.#isUnwinding = false
  }

  /** True, and counted, when an ended life asks for something. */
  leaks(what: string): boolean {
    if (this.#state !== 'ended') return false
    if (!this.#isUnwinding) this.#onLeak(what)
    return true
  }
}
