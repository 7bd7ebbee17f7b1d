/**
 * Frames that somebody holds in the hand: each one meant waits until all are let go, in the order
 * they were sent, or thrown away. Unlike a clog it ends when a scenario says so and not at a time,
 * which puts two events in an order on purpose. It ends once; frames sent later pass.
 */
import { invariant } from '@quorate/core'
import { pass } from '../fault.ts'
import type { Rule, SentFrame, WaitingFrame } from '../fault.ts'

/** Frames held at once. */
const heldMax = 100_000

/** Which frames are held, and who wants to know of the end. */
export interface HoldOptions {
  /** Default: all of them. */
  readonly isMeant?: ((frame: SentFrame) => boolean) | undefined
  /** Called once, when the frames were let go or thrown away. */
  readonly onEnd?: () => void
}

/** Frames in somebody's hand. */
export class Held {
  /** Holds what is meant, until the end. */
  readonly rule: Rule
  readonly #options: HoldOptions
  #waiting: WaitingFrame[] = []
  #isOver = false

  constructor(options: HoldOptions = {}) {
    this.#options = options
    const keep = (frame: WaitingFrame): void => this.#keep(frame)
    const isMeant = options.isMeant ?? (() => true)
    this.rule = (frame) => (this.#isOver || !isMeant(frame) ? pass : { kind: 'hold', keep })
  }

  /** What is held at the moment, in the order it was sent. */
  get frames(): readonly SentFrame[] {
    return this.#waiting.map(({ frame }) => frame)
  }

  /** Lets all of it arrive now, in the order it was sent, and holds no more. */
  release(): void {
    for (const frame of this.#end()) frame.arrive()
  }

  /** Throws all of it away, and holds no more. */
  drop(): void {
    for (const frame of this.#end()) frame.drop('hold')
  }

  #keep(frame: WaitingFrame): void {
    invariant(this.#waiting.length < heldMax, `no more than ${heldMax} frames can be held`)
    this.#waiting.push(frame)
  }

  #end(): readonly WaitingFrame[] {
    if (this.#isOver) return []
    this.#isOver = true
    const waiting = this.#waiting
    this.#waiting = []
    this.#options.onEnd?.()
    return waiting
  }
}
