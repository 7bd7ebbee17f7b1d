/**
 * One deadline for all that a call asks, one after the other. Each ask gets its share of what is
 * left, so that a contact that is silent leaves time for the next; the shares never add up to more
 * than the caller gave.
 */
import type { Millis } from '../model/index.ts'
import { clusterError, type Runtime } from '../rim/index.ts'
import { checkedTimeout } from './arguments.ts'

export class CallDeadline {
  readonly #runtime: Runtime
  readonly #timeoutMs: Millis
  readonly #endsAt: Millis

  /** @throws ClusterError `invalid-option`. */
  constructor(runtime: Runtime, timeoutMs: Millis | undefined) {
    const { clock, config } = runtime.options
    this.#runtime = runtime
    this.#timeoutMs = checkedTimeout(timeoutMs ?? config.settings.requests.timeoutMs)
    this.#endsAt = clock.monotonic() + this.#timeoutMs
  }

  /**
   * The time of the next ask, if `asks` are still to come with it.
   *
   * @throws ClusterError `network-error` if none is left.
   */
  share(asks: number): Millis {
    const leftMs = this.#endsAt - this.#runtime.options.clock.monotonic()
    if (leftMs > 0) return leftMs / asks
    throw clusterError('network-error', `no answer within ${this.#timeoutMs} ms`)
  }
}
