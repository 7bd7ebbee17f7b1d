/**
 * What is to happen, earliest first: a binary heap ordered by (time, tie, sequence). The tie is a
 * keyed draw, so events of one instant are permuted by the seed and not by who asked first; events
 * of one time and tie keep the order they were added in. Cancelled events stay until they surface
 * or outnumber the others, then they are swept out: arming and cancelling without end is bounded.
 */
import { invariant } from '@quorate/core'

/** One thing to happen. */
export interface QueuedEvent<Content> {
  readonly at: number
  readonly tie: number
  readonly sequence: number
  readonly content: Content
  /** Cancelled, or taken out. */
  isGone: boolean
}

/** When, and which of one instant. */
export interface Place {
  readonly at: number
  readonly tie: number
}

/** Fewer cancelled events than this are not worth a sweep. */
const sweepMin = 64

/** Bounded by `max` events. */
export class EventQueue<Content> {
  #heap: QueuedEvent<Content>[] = []
  #sequence = 0
  #cancelled = 0
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  /** Events to happen. */
  get size(): number {
    return this.#heap.length - this.#cancelled
  }

  add({ at, tie }: Place, content: Content): QueuedEvent<Content> {
    invariant(this.#heap.length < this.#max, `no more than ${this.#max} events can be waiting`)
    const event = { at, tie, sequence: this.#sequence++, content, isGone: false }
    this.#rise(this.#heap.length, event)
    return event
  }

  /** Harmless for an event that was cancelled or taken before. */
  cancel(event: QueuedEvent<Content>): void {
    if (event.isGone) return
    event.isGone = true
    this.#cancelled++
    if (this.#cancelled > sweepMin && this.#cancelled * 2 > this.#heap.length) this.#sweep()
  }

  /** The earliest, left where it is. */
  peek(): QueuedEvent<Content> | undefined {
    let first = this.#heap[0]
    while (first?.isGone) {
      this.#removeFirst()
      this.#cancelled--
      first = this.#heap[0]
    }
    return first
  }

  /** The earliest, taken out. */
  take(): QueuedEvent<Content> | undefined {
    const first = this.peek()
    if (first === undefined) return undefined
    this.#removeFirst()
    first.isGone = true
    return first
  }

  #removeFirst(): void {
    const last = this.#heap.pop()
    if (last !== undefined && this.#heap.length > 0) this.#sink(0, last)
  }

  #sweep(): void {
    this.#heap = this.#heap.filter(({ isGone }) => !isGone)
    this.#cancelled = 0
    for (let i = (this.#heap.length >> 1) - 1; i >= 0; i--) {
      const event = this.#heap[i]
      if (event !== undefined) this.#sink(i, event)
    }
  }

  #rise(from: number, event: QueuedEvent<Content>): void {
    const heap = this.#heap
    let hole = from
    while (hole > 0) {
      const above = (hole - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !isBefore(event, parent)) break
      heap[hole] = parent
      hole = above
    }
    heap[hole] = event
  }

  #sink(from: number, event: QueuedEvent<Content>): void {
    const heap = this.#heap
    let hole = from
    for (let below = 2 * hole + 1; below < heap.length; below = 2 * hole + 1) {
      const left = heap[below]
      const right = heap[below + 1]
      if (left === undefined) break
      const isRight = right !== undefined && isBefore(right, left)
      const child = isRight ? right : left
      if (!isBefore(child, event)) break
      heap[hole] = child
      hole = isRight ? below + 1 : below
    }
    heap[hole] = event
  }
}

/** The order of events: total, since no two share a sequence. */
const isBefore = (a: QueuedEvent<unknown>, b: QueuedEvent<unknown>): boolean =>
  a.at !== b.at ? a.at < b.at : a.tie !== b.tie ? a.tie < b.tie : a.sequence < b.sequence
