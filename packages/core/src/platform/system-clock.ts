/**
 * The real clock. One Node timer waits for the earliest deadline; the others queue behind it, so
 * that equal deadlines fire in the order they were scheduled and a member with many timers costs
 * the event loop one.
 */
import type { Clock } from '../ports/index.ts'
import type { Millis } from '../model/index.ts'

interface Waiting {
  readonly at: Millis
  readonly run: () => void
}

/** Longest wait one Node timer can be set to. */
const timerMaxMs = 2 ** 31 - 1

export function systemClock(): Clock {
  return new SystemClock()
}

class SystemClock implements Clock {
  readonly #queue: Waiting[] = []
  #timer: NodeJS.Timeout | undefined

  monotonic(): Millis {
    return performance.now()
  }

  now(): Millis {
    return Date.now()
  }

  defer(run: () => void): void {
    queueMicrotask(run)
  }

  schedule(at: Millis, run: () => void): () => void {
    const waiting: Waiting = { at, run }
    const index = this.#placeFor(at)
    this.#queue.splice(index, 0, waiting)
    if (index === 0) this.#wait()
    return () => this.#cancel(waiting)
  }

  /** After every earlier and equal deadline. */
  #placeFor(at: Millis): number {
    let low = 0
    let high = this.#queue.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#queue[middle]?.at ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return low
  }

  #cancel(waiting: Waiting): void {
    const index = this.#queue.indexOf(waiting)
    if (index < 0) return
    this.#queue.splice(index, 1)
    if (index === 0) this.#wait()
  }

  #wait(): void {
    clearTimeout(this.#timer)
    const first = this.#queue[0]
    if (first === undefined) return
    const delay = Math.ceil(Math.max(0, first.at - this.monotonic()))
    this.#timer = setTimeout(() => this.#fire(), Math.min(delay, timerMaxMs))
  }

  #fire(): void {
    const at = this.monotonic()
    try {
      while ((this.#queue[0]?.at ?? Infinity) <= at) this.#queue.shift()?.run()
    } finally {
      this.#wait()
    }
  }
}
