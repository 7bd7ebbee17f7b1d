/**
 * S8 and S1 of one disk, at every start of a process: what its log store had called durable is
 * there again, and nothing else is but what was asked for, in order. Knows what passed the port,
 * not how a store keeps it. What a store refused, or had not ended, may be there or not.
 */
import type { LogIdentity, Recovered } from '@quorate/core'
import type { Findings } from './sight.ts'

/** An entry that a store was asked to keep; what became of it as far as it said. */
interface Kept {
  readonly bytes: Uint8Array
  state: 'asked' | 'durable' | 'refused'
}

/** One log of the store: begun by `start`. */
class Begun {
  readonly identity: LogIdentity
  /** The store said so. */
  isDurable = false
  readonly #entries: Kept[] = []

  constructor(identity: LogIdentity) {
    this.identity = identity
  }

  asked(batch: readonly Uint8Array[]): readonly Kept[] {
    const kept = batch.map((bytes): Kept => ({ bytes, state: 'asked' }))
    this.#entries.push(...kept)
    return kept
  }

  weaken(): void {
    for (const each of this.#entries) if (each.state === 'durable') each.state = 'asked'
  }

  judged(who: string, found: readonly Uint8Array[]): Findings {
    let next = 0
    for (const [nth, bytes] of found.entries()) {
      while (this.#entries[next]?.state === 'refused' && !this.#isAt(next, bytes)) next++
      if (!this.#isAt(next, bytes)) return [`S1: entry ${nth} of ${who} is not what was written`]
      next++
    }
    const lost = this.#entries.slice(next).filter(({ state }) => state === 'durable').length
    if (lost === 0) return []
    return [`S8: ${who} lost ${lost} entries behind ${found.length} that its log called durable`]
  }

  #isAt(nth: number, bytes: Uint8Array): boolean {
    const kept = this.#entries[nth]
    return kept !== undefined && Buffer.compare(kept.bytes, bytes) === 0
  }
}

export class KeptLog {
  #begun: readonly Begun[] = []

  /** A log is to begin; call back when that is durable. */
  starts(identity: LogIdentity): () => void {
    const begun = new Begun(identity)
    this.#begun = [...this.#begun, begun]
    return () => {
      begun.isDurable = true
    }
  }

  /** Entries are to be kept; call back with how that ended. */
  appends(batch: readonly Uint8Array[]): (end: 'durable' | 'refused') => void {
    const kept = this.#begun.at(-1)?.asked(batch) ?? []
    return (end) => {
      for (const each of kept) each.state = end
    }
  }

  /** What a store holds that was opened: from now on that is what it called durable. */
  opened(who: string, { identity, entries }: Recovered): Findings {
    const findings = this.#judged(who, identity, entries)
    this.#begun = identity === undefined ? [] : [foundLog(identity, entries)]
    return findings
  }

  /** The disk is lost, or another one's: whatever is found next is what there is. */
  forget(): void {
    this.#begun = []
  }

  /** Bits of the disk flipped: less may be found, but nothing else. */
  weaken(): void {
    for (const begun of this.#begun) begun.weaken()
  }

  #judged(who: string, identity: LogIdentity | undefined, found: readonly Uint8Array[]): Findings {
    if (this.#begun.length === 0) return []
    const last = this.#begun.findLastIndex(({ isDurable }) => isDurable)
    const at = this.#begun.findIndex((begun) => begun.identity.store === identity?.store)
    const begun = this.#begun[at]
    if (begun !== undefined && at >= last) return begun.judged(who, found)
    if (last < 0 && identity === undefined) return []
    return [`S8: the log of ${who} that was begun last is gone: found that of ${identity?.store}`]
  }
}

function foundLog(identity: LogIdentity, entries: readonly Uint8Array[]): Begun {
  const begun = new Begun(identity)
  begun.isDurable = true
  for (const each of begun.asked(entries)) each.state = 'durable'
  return begun
}
