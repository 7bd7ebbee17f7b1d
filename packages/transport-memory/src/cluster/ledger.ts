/**
 * All that was asked of the members of a run, and how it ended: each call must end, and end well or
 * as a `ClusterError`; the log may hold no more than what was asked for (S13); every write that was
 * acknowledged must be accounted for (S12). Filled from outside, at the public door.
 */
import { ClusterError, type EntryId } from '@quorate/core'
import type { Acknowledged, Asked } from '../checkers/index.ts'

/** A call under way. */
interface Call {
  readonly what: string
  /** The processes it was asked of; when one has ended, it may never end. */
  readonly whos: readonly string[]
}

/** Calls that ended badly which are told; more are counted. */
const findingsMax = 20

export class Ledger {
  readonly #asked = { writes: 0, joins: 0, ejections: 0, starts: 0 }
  readonly #open = new Set<Call>()
  readonly #findings: string[] = []
  #writes: Acknowledged[] = []

  get asked(): Asked {
    return this.#asked
  }

  /** Acknowledged, and not undone by an operator since. */
  get writes(): readonly Acknowledged[] {
    return this.#writes
  }

  /** Calls that ended as they must not. */
  get findings(): readonly string[] {
    return this.#findings
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
      this.#ended(call, error)
    } finally {
      this.#open.delete(call)
    }
  }

  /** Calls of processes that all still run, and that never ended. */
  unanswered(isRunning: (who: string) => boolean): readonly string[] {
    return [...this.#open].filter(({ whos }) => whos.every(isRunning)).map(textOf)
  }

  #ended(call: Call, error: unknown): void {
    if (error instanceof ClusterError && error.code !== 'internal') return
    if (this.#findings.length < findingsMax)
      this.#findings.push(`${textOf(call)} ended with ${String(error)}`)
  }
}

const textOf = ({ what, whos }: Call): string =>
  whos.length === 0 ? what : `${what} of ${whos.join(', ')}`
