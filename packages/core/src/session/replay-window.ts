/**
 * Accepts each counter of a session once (F4). Frames may be reordered, so the last `windowSize`
 * counters are remembered one by one; anything older is refused (the anti-replay window of
 * RFC 4303 section 3.4.3).
 */

export const windowSize = 1024

export class ReplayWindow {
  #highest = 0
  readonly #seen = new Uint32Array(windowSize / 32)

  /** True the first time a counter within the window is shown, false ever after. */
  accept(counter: number): boolean {
    if (counter <= 0 || counter + windowSize <= this.#highest) return false
    if (counter > this.#highest) this.#advance(counter)
    else if (this.#has(counter)) return false
    this.#mark(counter)
    return true
  }

  #advance(counter: number): void {
    if (counter - this.#highest >= windowSize) this.#seen.fill(0)
    else for (let c = this.#highest + 1; c <= counter; c++) this.#clear(c)
    this.#highest = counter
  }

  #has(counter: number): boolean {
    return ((this.#word(counter) >>> (counter & 31)) & 1) === 1
  }

  #mark(counter: number): void {
    this.#seen[this.#index(counter)] = this.#word(counter) | (1 << (counter & 31))
  }

  #clear(counter: number): void {
    this.#seen[this.#index(counter)] = this.#word(counter) & ~(1 << (counter & 31))
  }

  #word(counter: number): number {
    return this.#seen[this.#index(counter)] ?? 0
  }

  /** Counters reach 2^48: no 32-bit arithmetic before the remainder. */
  #index(counter: number): number {
    return Math.floor((counter % windowSize) / 32)
  }
}
