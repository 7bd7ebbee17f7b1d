/**
 * Whose line is whose: members by name, and addresses by the member that listens there or did last.
 * An address where no member ever listened has a lane of its own, after the members, once something
 * is sent to it.
 */
import type { Lane } from '../run-record.ts'

/** Lanes kept; what comes later shares the last one. */
export const lanesMax = 1000

export class Lanes {
  readonly #names: string[] = []
  readonly #places = new Map<string, Lane>()
  readonly #owners = new Map<string, string>()

  /** The lane of a name, made if there is none. */
  of(name: string): Lane {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    if (this.#names.length >= lanesMax) return lanesMax - 1
    const lane = this.#names.push(name) - 1
    this.#places.set(name, lane)
    return lane
  }

  /** The lane of a name that has one. */
  find(name: string): Lane | undefined {
    return this.#places.get(name)
  }

  /** From now on this address is this member's. */
  listens(name: string, address: string): void {
    this.of(name)
    if (this.#owners.size < lanesMax || this.#owners.has(address)) this.#owners.set(address, name)
  }

  /** The lane of whoever listens at an address, or did. */
  at(address: string): Lane {
    return this.of(this.#owners.get(address) ?? address)
  }

  all(): readonly string[] {
    return [...this.#names]
  }
}
