/**
 * Histories written by hand, good until a test spoils them: entries of stores called by one letter,
 * each stream a true chain. Only what checkers look at is filled in.
 */
import { createHash } from 'node:crypto'
import type { ClusterEvent, EntryId, LogEntry, StoreId, StreamId } from '@quorate/core'

export const storeNamed = (letter: string): StoreId => letter.repeat(32) as StoreId
export const streamNamed = (letter: string): StreamId =>
  `${storeNamed(letter)}.${'0'.repeat(16)}` as StreamId

type Change = Partial<Omit<LogEntry, 'event'>>

/** A log that grows by one entry a call; the clock goes on by 10 ms each. */
export class History {
  readonly log: LogEntry[] = []

  /** Store `a` founds, each other store joins under its letter. */
  static of(...letters: readonly string[]): History {
    const history = new History()
    for (const letter of letters) {
      if (history.log.length === 0) history.founded(letter)
      else history.joined(letters[0] ?? '', letter)
    }
    return history
  }

  add(by: string, event: object, change: Change = {}): LogEntry {
    const stream = streamNamed(by)
    const own = this.log.filter((entry) => entry.stream === stream)
    const seq = own.length
    const hlc = { l: 1000 + this.log.length * 10, c: 0 }
    const bytes = Buffer.from(JSON.stringify([stream, seq, hlc, event]))
    const entry: LogEntry = {
      stream,
      seq,
      store: storeNamed(by),
      hlc,
      view: 0,
      deps: new Map(),
      prev: own.at(-1)?.hash ?? new Uint8Array(32),
      event: event as ClusterEvent,
      signature: new Uint8Array(),
      bytes,
      hash: createHash('sha256').update(bytes).digest(),
      ...change,
    }
    this.log.push(entry)
    return entry
  }

  founded(by: string): LogEntry {
    return this.add(by, { kind: 'cluster-founded', name: by, address: by, replicationFactor: 1 })
  }

  joined(by: string, name: string, replaces: StoreId | null = null): LogEntry {
    const store = storeNamed(name)
    return this.add(by, { kind: 'member-joined', name, address: name, store, replaces })
  }

  ejected(by: string, name: string): LogEntry {
    return this.add(by, { kind: 'member-ejected', name, store: storeNamed(name) })
  }

  put(by: string, value: string, basis: EntryId | null = null): LogEntry {
    return this.add(by, { kind: 'state-info-put', key: 'x', value, basis })
  }

  down(by: string, name: string): LogEntry {
    return this.add(by, {
      kind: 'member-down',
      store: storeNamed(name),
      incarnation: 1,
      reason: '',
    })
  }
}
