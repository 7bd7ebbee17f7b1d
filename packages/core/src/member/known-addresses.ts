/**
 * Where a client found members last, so that not every call asks the contacts first. Believed for
 * a while, or until something asked there fails; the newest state info replaces it all.
 */
import type { Millis } from '../model/index.ts'
import type { StateInfo } from '../state/index.ts'

/** How long an address is believed. */
const believedMs: Millis = 30_000

export class KnownAddresses {
  #byName = new Map<string, string>()
  #learntAt: Millis = Number.NEGATIVE_INFINITY

  learn({ members }: Pick<StateInfo, 'members'>, at: Millis): void {
    this.#byName = new Map(members.map(({ name, address }) => [name, address]))
    this.#learntAt = at
  }

  of(name: string, at: Millis): string | undefined {
    return at - this.#learntAt > believedMs ? undefined : this.#byName.get(name)
  }

  forget(name: string): void {
    this.#byName.delete(name)
  }
}
