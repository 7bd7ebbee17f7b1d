/**
 * S8 and S1 of one disk, at every start of a process: what its log store had called durable is
 * there again, and nothing else is but what was asked for, in order. Knows what passed the port,
 * and not how a store keeps it. What a store refused, or had not ended, may be there or not.
 *
 * Bits that flipped excuse a store that says that its log is damaged. They excuse silence in one
 * place only: what was made durable last looks like a write that did not complete.
 */
import type { LogIdentity, Recovered, StoreId } from '@quorate/core'
import type { Findings } from './sight.ts'

/** An entry that a store was asked to keep; what became of it as far as it said. */
interface Kept {
  readonly bytes: Uint8Array
  state: 'asked' | 'durable' | 'refused'
  /** When it was said to be durable. */
  atMs: number
}

/** One log of the store: begun by `start`. */
class Begun {
  readonly identity: LogIdentity
  /** The store said so. */
  isDurable = false
  #entries: Kept[] = []

  constructor(identity: LogIdentity) {
    this.identity = identity
  }

  asked(batch: readonly Uint8Array[]): readonly Kept[] {
    const kept = batch.map((bytes): Kept => ({ bytes, state: 'asked', atMs: 0 }))
    this.#entries.push(...kept)
    return kept
  }

  /** What was said to be durable last need not be any more. */
  weaken(): void {
    const durable = this.#entries.filter(({ state }) => state === 'durable')
    const lastMs = Math.max(...durable.map(({ atMs }) => atMs))
    for (const each of durable) if (each.atMs === lastMs) each.state = 'asked'
  }

  /** What is wrong with what was found; from now on that is what there is, and durable. */
  found(who: string, entries: readonly Uint8Array[]): Findings {
    const kept: Kept[] = []
    let next = 0
    for (const [nth, bytes] of entries.entries()) {
      const place = this.#placeOf(bytes, next)
      const there = place === undefined ? undefined : this.#entries[place]
      if (place === undefined || there === undefined)
        return [`S1: entry ${nth} of the log of ${who} is not what was written`]
      next = place + 1
      there.state = 'durable'
      kept.push(there)
    }
    const lost = this.#entries.slice(next).filter(({ state }) => state === 'durable').length
    this.#entries = kept
    if (lost === 0) return []
    return [`S8: ${who} lost ${lost} entries behind ${entries.length} that its log called durable`]
  }

  /**
   * The entry that this is, from `next` on: the first that was not refused, since the same may have
   * been refused before; or else one that was refused and is there all the same.
   */
  #placeOf(bytes: Uint8Array, next: number): number | undefined {
    const isThere = (place: number): boolean => {
      const kept = this.#entries[place]
      return kept !== undefined && isSame(kept.bytes, bytes)
    }
    let place = next
    while (this.#entries[place]?.state === 'refused') place++
    if (isThere(place)) return place
    for (let refused = next; refused < place; refused++) if (isThere(refused)) return refused
    return undefined
  }
}

export class KeptLog {
  #begun: readonly Begun[] = []
  /** Bits flipped: of the disk that is there, and of any there was. */
  #isRotten = false
  #wasRotten = false
  #isOlder = false

  /** The store of its log, which must hold all it ever did; undefined: none, or it is excused. */
  get store(): StoreId | undefined {
    return this.#isRotten || this.#isOlder ? undefined : this.#begun.at(-1)?.identity.store
  }

  /** Whether bits of a disk that it had ever flipped. */
  get wasRotten(): boolean {
    return this.#wasRotten
  }

  /**
   * A log is to begin, with these entries in it; call back when that is durable, or if there was no
   * room for it, and the one before goes on.
   */
  starts(
    identity: LogIdentity,
    entries: readonly Uint8Array[],
  ): (state: 'durable' | 'refused', atMs: number) => void {
    const begun = new Begun(identity)
    const kept = begun.asked(entries)
    this.#begun = [...this.#begun, begun]
    return (state, atMs) => {
      if (state === 'refused') {
        this.#begun = this.#begun.filter((each) => each !== begun)
        return
      }
      begun.isDurable = true
      for (const each of kept) Object.assign(each, { state: 'durable', atMs })
    }
  }

  /** Entries are to be kept; call back with how and when that ended. */
  appends(batch: readonly Uint8Array[]): (state: 'durable' | 'refused', atMs: number) => void {
    const kept = this.#begun.at(-1)?.asked(batch) ?? []
    return (state, atMs) => {
      for (const each of kept) Object.assign(each, { state, atMs })
    }
  }

  /** What a store holds that was opened: from now on that is what it called durable. */
  opened(who: string, { identity, entries }: Recovered): Findings {
    const last = this.#begun.findLastIndex(({ isDurable }) => isDurable)
    const at = this.#begun.findIndex((begun) => begun.identity.store === identity?.store)
    const begun = this.#begun[at]
    const isStrange = begun === undefined && identity !== undefined && this.#begun.length > 0
    this.#begun = identity === undefined ? [] : [begun ?? unseen(identity, entries)]
    if (last > at || isStrange)
      return [`S8: the log of ${who} that was begun last is gone: found ${identity?.store}`]
    const [now] = this.#begun
    if (now !== undefined) now.isDurable = true
    return now?.found(who, entries) ?? []
  }

  /** A store says that its log is damaged. */
  damaged(who: string, detail: string): Findings {
    return this.#isRotten ? [] : [`S8: no bit of the disk of ${who} flipped, and ${detail}`]
  }

  /** The disk is another: a new one, or of before. Whatever is found next is what there is. */
  replaced(by: 'empty' | 'older'): void {
    this.#begun = []
    this.#isOlder = by === 'older'
    this.#isRotten = this.#isOlder && this.#wasRotten
  }

  /** The disk is a copy of that one: it has its flipped bits too. */
  copied(original: KeptLog): void {
    this.#isRotten = original.#wasRotten
    this.#wasRotten = original.#wasRotten
  }

  /** Bits of the disk flipped. */
  rotted(): void {
    this.#isRotten = true
    this.#wasRotten = true
    for (const begun of this.#begun) begun.weaken()
  }
}

/** A log that nobody saw being begun: all of it is as it was found. */
function unseen(identity: LogIdentity, entries: readonly Uint8Array[]): Begun {
  const begun = new Begun(identity)
  begun.asked(entries)
  return begun
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
