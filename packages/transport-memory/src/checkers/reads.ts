/**
 * S16: what one member reads only goes forward in the order of the log, and includes its own
 * writes, unless it announced the change as `revised`. One instance follows one process of one
 * member; a log that was set aside (a join) is followed anew.
 */
import type { EntryId, LogEntry, Notice, Value } from '@quorate/core'
import { compareInOrder, type Findings, idOf, type Placed } from './sight.ts'

/** What a key shows, and what it stands on. */
export interface Reading {
  readonly key: string
  /** undefined: no value. */
  readonly value: Value | undefined
  /** The write it rests on; undefined: none yet. */
  readonly entry: Placed | undefined
}

/** An acknowledged write of the member that is followed. */
export interface OwnWrite {
  readonly id: EntryId
  /** `revisionsOf` its key when it was issued. */
  readonly revisionsBefore: number
}

export class Reads {
  readonly #who: string
  readonly #last = new Map<string, Reading>()
  readonly #unread = new Set<string>()
  readonly #revisions = new Map<string, number>()

  constructor(who: string) {
    this.#who = who
  }

  /** The log was set aside: another one begins. */
  forget(): void {
    this.#last.clear()
    this.#unread.clear()
  }

  hear(notice: Notice): void {
    if (notice.kind !== 'revised') return
    this.#unread.add(notice.key)
    this.#revisions.set(notice.key, this.revisionsOf(notice.key) + 1)
  }

  /** How often this key was announced as revised. */
  revisionsOf(key: string): number {
    return this.#revisions.get(key) ?? 0
  }

  see(reading: Reading): Findings {
    const { key } = reading
    const before = this.#last.get(key)
    this.#last.set(key, reading)
    const isRevised = this.#unread.delete(key)
    if (before === undefined || isRevised || isForward(before, reading)) return []
    if (JSON.stringify(before.value) === JSON.stringify(reading.value)) return []
    const [was, is] = [before, reading].map(({ entry }) => (entry ? idOf(entry) : 'nothing'))
    return [`S16: ${this.#who} read ${key} back from ${was} to ${is}, and did not say so`]
  }

  /** Its own write was acknowledged: what it reads now must not be older than that. */
  written(write: OwnWrite, reading: Reading, log: readonly LogEntry[]): Findings {
    const { key, entry } = reading
    const id = idOf(write.id)
    const own = log.find((held) => idOf(held) === id)
    if (own === undefined) return [`S16: ${this.#who} does not hold ${id}, its own write`]
    const isThere = entry !== undefined && compareInOrder(own, entry) <= 0
    if (isThere || this.revisionsOf(key) > write.revisionsBefore) return []
    return [`S16: ${this.#who} reads ${key} as before its own write ${id}`]
  }
}

const isForward = (before: Reading, now: Reading): boolean =>
  before.entry === undefined ||
  (now.entry !== undefined && compareInOrder(before.entry, now.entry) <= 0)
