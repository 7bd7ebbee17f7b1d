/**
 * Where entries stand in one member's log, from the entries alone as the member tells of them: the
 * place of a new one in the total order, and whether others that come after it were there before.
 */
import { compareEntries } from '@quorate/core'
import type { LogEntry } from '@quorate/core'

/** What the order goes by. */
type Ordered = Pick<LogEntry, 'hlc' | 'stream' | 'seq'>

/** Places kept; of a longer log the lowest quarter is only counted. */
const placesMax = 100_000

/** Where an entry stands. */
export interface LogPlace {
  /** From 0. */
  readonly place: number
  /** Entries in the log, with it. */
  readonly length: number
  readonly isLate: boolean
}

export class LogPlaces {
  #ordered: Ordered[] = []
  #below = 0

  /** What the log holds now. */
  restart(entries: readonly LogEntry[]): void {
    this.#ordered = entries.map(orderedOf)
    this.#below = 0
  }

  /** Takes an entry in. The founding of a cluster begins a log. */
  add(entry: LogEntry): LogPlace {
    if (entry.event.kind === 'cluster-founded') this.restart([])
    const at = this.#placeOf(entry)
    const isLate = at < this.#ordered.length
    this.#ordered.splice(at, 0, orderedOf(entry))
    const found = { place: this.#below + at, length: this.length, isLate }
    if (this.#ordered.length > placesMax) this.#countLowest()
    return found
  }

  get length(): number {
    return this.#below + this.#ordered.length
  }

  #countLowest(): void {
    this.#below += this.#ordered.splice(0, placesMax / 4).length
  }

  #placeOf(entry: Ordered): number {
    let low = 0
    let high = this.#ordered.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const there = this.#ordered[middle]
      if (there !== undefined && compareEntries(there, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Without the bytes, which a record does not keep. */
const orderedOf = ({ hlc, stream, seq }: Ordered): Ordered => ({ hlc, stream, seq })
