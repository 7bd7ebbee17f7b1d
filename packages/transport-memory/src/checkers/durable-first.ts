/**
 * S8: nothing is told to another member before it is durable at its author. Seen from outside: an
 * entry is durable at a member when that says so, and is written by the holder of its store, so its
 * author must be the first to say so, in one of its lives. Remembers every id it was ever shown.
 */
import type { LogEntry, StoreId } from '@quorate/core'
import { type Findings, idOf } from './sight.ts'

export class DurableFirst {
  /** Who has a store, as the log says: a copy of it bears the same name. */
  readonly #holders = new Map<StoreId, string>()
  readonly #durable = new Set<string>()

  /** A member started from this log: all of it is durable there. */
  started(name: string, log: readonly LogEntry[]): void {
    for (const entry of log) {
      this.#learn(entry)
      if (this.#isBy(entry, name)) this.#durable.add(idOf(entry))
    }
  }

  /** An entry became durable at a member. */
  admitted(name: string, entry: LogEntry): Findings {
    this.#learn(entry)
    const id = idOf(entry)
    if (this.#isBy(entry, name)) this.#durable.add(id)
    if (this.#durable.has(id)) return []
    const author = this.#holders.get(entry.store)
    return [`S8: ${name} holds ${id} of ${author}, which never said that it was durable`]
  }

  /** An entry of a store that nobody is known to have counts as its teller's. */
  #isBy({ store }: LogEntry, name: string): boolean {
    return (this.#holders.get(store) ?? name) === name
  }

  #learn({ store, event }: LogEntry): void {
    if (event.kind === 'cluster-founded') this.#holders.set(store, event.name)
    if (event.kind === 'member-joined') this.#holders.set(event.store, event.name)
  }
}
