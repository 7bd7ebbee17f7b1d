/**
 * Whose code runs: while somebody watches, the member whose life's work is at hand, promises it
 * started included. While nobody watches, work is simply run and nothing is known; following
 * promises is then switched off, so that it costs nothing. What is known is the process's, not a
 * world's, because the globals it is known for are: this is the one place that holds such state.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

/** Somebody acting, and what may stand in for the time and chance it finds around it. */
export interface Acting {
  readonly member: string
  /** The member's wall clock: milliseconds since 1970-01-01 UTC. */
  readonly wall: () => number
  /** A number in [0, 1), keyed. */
  readonly chance: () => number
}

class Stage {
  readonly #storage = new AsyncLocalStorage<Acting>()
  #watchers = 0

  /** Who acts, as far as anybody watches. */
  get acting(): Acting | undefined {
    return this.#watchers === 0 ? undefined : this.#storage.getStore()
  }

  /** Runs work as somebody's; so do the promises it starts go on. */
  as<T>(acting: Acting, work: () => T): T {
    return this.#watchers === 0 ? work() : this.#storage.run(acting, work)
  }

  /** Runs work as nobody's. */
  asNobody<T>(work: () => T): T {
    return this.#watchers === 0 ? work() : this.#storage.exit(work)
  }

  /** Until what it returns is called, once for each time; calling that again does nothing. */
  watch(): () => void {
    this.#watchers++
    let isWatching = true
    return () => {
      if (!isWatching) return
      isWatching = false
      this.#watchers--
      if (this.#watchers === 0) this.#storage.disable()
    }
  }
}

export const stage: Stage = new Stage()
