/**
 * One file of a simulated disk, in two states: as processes see it (the page cache) and as it would
 * be found after a crash. Between the two stand the changes that were not synced. A sync that fails
 * forgets those changes, as Linux does, which marks the pages clean (Rebello et al., ATC 2020):
 * they can be read until the crash, and no later sync writes them.
 */
import { mix } from '../../random.ts'
import type { Key } from '../../random.ts'
import { Content } from './content.ts'
import type { Change } from './content.ts'
import type { Survival } from './survival.ts'

interface Unsynced {
  readonly change: Change
  readonly nth: number
}

export class DiskFile {
  readonly kind = 'file'
  readonly key: Key
  readonly #cached: Content
  readonly #durable: Content
  #unsynced: Unsynced[] = []
  #changes = 0

  constructor(key: Key, content: Content = new Content()) {
    this.key = key
    this.#cached = new Content(content)
    this.#durable = new Content(content)
  }

  /** As processes see it: to be read only. */
  get cached(): Content {
    return this.#cached
  }

  /** As it would be found after a crash, at the least: to be read only. */
  get durable(): Content {
    return this.#durable
  }

  /** How many changes there were: what a sync that begins now makes durable. */
  get changes(): number {
    return this.#changes
  }

  write(at: number, bytes: Uint8Array): void {
    this.#changed(this.#cached.write(at, bytes))
  }

  truncate(size: number): void {
    this.#changed(this.#cached.truncate(size))
  }

  /** The first so many changes are durable. */
  sync(changes: number): void {
    const later = this.#unsynced.findIndex(({ nth }) => nth >= changes)
    const count = later === -1 ? this.#unsynced.length : later
    for (const { change } of this.#unsynced.splice(0, count)) this.#durable.apply(change)
  }

  /** A sync failed: nothing that was not durable will be. */
  forget(): void {
    this.#unsynced = []
  }

  /** A crash: what survives is durable. */
  settle(survival: Survival): void {
    for (const { change, nth } of this.#unsynced) {
      const key = mix(this.key, nth)
      if (!survival.survives(key)) continue
      const { from, to } = survival.partOf(change, key)
      this.#durable.apply(change, from, to)
    }
    this.#unsynced = []
  }

  /** Flips one bit of what is durable, by its number among those that take room. */
  rot(bit: number): void {
    this.#durable.flip(bit, this.#cached)
  }

  #changed(change: Change): void {
    this.#unsynced.push({ change, nth: this.#changes++ })
  }
}
