/**
 * What one process reads, followed from outside for S16: whenever the state info changes, each key
 * whose value is another is looked up again, with the entry it stands on. Costs nothing while
 * nothing changes, and no more than the keys that did.
 */
import type {
  EntryId,
  Explanation,
  LogEntry,
  Member,
  Notice,
  StateInfo,
  Value,
} from '@quorate/core'
import { type Findings, idOf, type Placed, type Reading, Reads } from '../checkers/index.ts'

/** The state info's own keys: no reads of a writer's. */
const ownKeys: ReadonlySet<string> = new Set(['ts', 'tsold', 'members', 'failed', 'replication'])

/** What is read of a member. */
type Shown = Pick<Member, 'explain' | 'get' | 'log'>

export class Readings {
  readonly #member: Shown
  readonly #reads: Reads
  readonly #entries = new Map<string, LogEntry>()
  #values = new Map<string, string>()
  #setAside = 0

  constructor(member: Shown, who: string) {
    this.#member = member
    this.#reads = new Reads(who)
  }

  hear(notice: Notice): void {
    this.#reads.hear(notice)
  }

  admit(entry: LogEntry): void {
    this.#entries.set(idOf(entry), entry)
  }

  /** The state info changed. */
  see(info: StateInfo): Findings {
    if (info.members.length === 0) {
      this.#setAside++
      this.#values = new Map()
      this.#reads.forget()
      return []
    }
    const values = new Map(
      Object.entries(info)
        .filter(([key]) => !ownKeys.has(key))
        .map(([key, value]) => [key, JSON.stringify(value)] as const),
    )
    const keys = new Set([...values.keys(), ...this.#values.keys()])
    const changed = [...keys].filter((key) => values.get(key) !== this.#values.get(key))
    this.#values = values
    return changed.flatMap((key) => this.#reads.see(this.#readingOf(key)))
  }

  /** Follows a write; what is returned is to be called when it was acknowledged. */
  issued(key: string): (id: EntryId) => Findings {
    const revisionsBefore = this.#reads.revisionsOf(key)
    const setAsideBefore = this.#setAside
    return (id) => {
      // Its log was set aside by a join meanwhile: that is the user's own doing.
      if (this.#setAside !== setAsideBefore) return []
      const own = this.#entries.get(idOf(id)) ?? this.#find(idOf(id))
      const held = own === undefined ? [] : [own]
      return this.#reads.written({ id, revisionsBefore }, this.#readingOf(key), held)
    }
  }

  #readingOf(key: string): Reading {
    const standing = this.#member.explain({ key }).findLast(({ outcome }) => outcome === 'stands')
    const entry = standing && (this.#entries.get(idOf(standing.id)) ?? this.#placeOf(standing))
    const value: Value | undefined = this.#member.get(key)
    return { key, value, entry }
  }

  /** In memory, and not durable yet: looked up in the whole log only if two are of one instant. */
  #placeOf({ id, at }: Explanation): Placed {
    const counter = (): number => (this.#entries.get(idOf(id)) ?? this.#find(idOf(id)))?.hlc.c ?? 0
    const hlc = {
      l: at,
      get c(): number {
        return counter()
      },
    }
    return { ...id, hlc }
  }

  #find(id: string): LogEntry | undefined {
    return this.#member.log().find((entry) => idOf(entry) === id)
  }
}
