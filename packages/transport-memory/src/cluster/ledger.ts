/**
 * All that was asked of the members of a run, and how it ended: each call must end, and end well or
 * as a `ClusterError`; the log may hold no more than what was asked for (S13); every write that was
 * acknowledged must be accounted for (S12). Filled from outside, at the public door.
 */
import { ClusterError, type EntryId } from '@quorate/core'
import type { Acknowledged, Asked } from '../checkers/index.ts'

/** A call under way. */
export interface Call {
  readonly what: string
  /**
   * The processes it depends on, each a machine and its life. Once one of them has ended it is
   * nobody's any more: an answer may never come.
   */
  readonly by: readonly string[]
}

/** A call that ended as it must not: in no refusal, and not well. */
export type OnFailed = (call: Call, error: unknown) => void

export class Ledger {
  readonly #onFailed: OnFailed
  readonly #asked = { writes: 0, joins: 0, ejections: 0, starts: 0 }
  readonly #open = new Set<Call>()
  #writes: Acknowledged[] = []

  constructor(onFailed: OnFailed) {
    this.#onFailed = onFailed
  }

  get asked(): Asked {
    return this.#asked
  }

  /** Acknowledged, and not undone by an operator since. */
  get writes(): readonly Acknowledged[] {
    return this.#writes
  }

  count(what: keyof Asked): void {
    this.#asked[what]++
  }

  wrote(machine: string, id: EntryId): void {
    this.#writes.push({ machine, id })
  }

  /** A disk was put back to what it was: what was written since is lost, on purpose. */
  rollBack(machine: string, kept: number): void {
    let nth = 0
    this.#writes = this.#writes.filter((write) => write.machine !== machine || nth++ < kept)
  }

  writesOf(machine: string): number {
    return this.#writes.filter((write) => write.machine === machine).length
  }

  /** Follows a call to its end. */
  async follow(call: Call, promise: Promise<unknown>): Promise<void> {
    this.#open.add(call)
    try {
      await promise
    } catch (error) {
      if (!isRefusal(error)) this.#onFailed(call, error)
    } finally {
      this.#open.delete(call)
    }
  }

  /** Calls that never ended, though all processes they depend on still run. */
  unanswered(isRunning: (who: string) => boolean): readonly Call[] {
    return [...this.#open].filter(({ by }) => by.every(isRunning))
  }
}

/** Expected trouble, which any caller must be ready for. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ClusterError && error.code !== 'internal'

/** `put k of a/1`. */
export const callText = ({ what, by }: Call): string =>
  by.length === 0 ? what : `${what} of ${by.join(', ')}`
