/**
 * What a log store in memory holds: an identity and entries, and what earlier starts set aside.
 * Of what rots it keeps what was written, as a checksum would, so that damage is told. Entries are
 * never changed, only replaced: copies hold them together.
 */
import { equalBytes } from '@quorate/core'
import type { LogIdentity } from '@quorate/core'

/** What was held before a `start()`. */
export interface SetAside {
  readonly identity: LogIdentity | undefined
  readonly entries: readonly Uint8Array[]
}

export class LogContent {
  #identity: LogIdentity | undefined
  #entries: Uint8Array[]
  #setAside: SetAside[]
  #bytes: number
  #checkpoint: Uint8Array | undefined
  /** Entries that rotted, as they were. */
  #written: Map<number, Uint8Array>

  constructor(original?: LogContent) {
    this.#identity = original?.identity
    this.#entries = original === undefined ? [] : [...original.#entries]
    this.#setAside = original === undefined ? [] : [...original.#setAside]
    this.#bytes = original === undefined ? 0 : original.#bytes
    this.#checkpoint = original?.checkpoint
    this.#written = new Map(original === undefined ? [] : original.#written)
  }

  get identity(): LogIdentity | undefined {
    return this.#identity
  }

  /** What was kept beside them. */
  get checkpoint(): Uint8Array | undefined {
    return this.#checkpoint?.slice()
  }

  get entries(): readonly Uint8Array[] {
    return [...this.#entries]
  }

  /** Oldest first. */
  get setAside(): readonly SetAside[] {
    return [...this.#setAside]
  }

  /** Bytes of the entries, without those set aside. */
  get bytes(): number {
    return this.#bytes
  }

  /** An entry that is not as it was written, by its number. */
  get damaged(): number | undefined {
    const isDamaged = ([index, written]: [number, Uint8Array]): boolean =>
      !equalBytes(written, this.#entries[index] ?? new Uint8Array())
    return [...this.#written].find(isDamaged)?.[0]
  }

  append(bytes: Uint8Array): void {
    this.#entries.push(bytes)
    this.#bytes += bytes.length
  }

  start(identity: LogIdentity, entries: readonly Uint8Array[]): void {
    this.#setAside.push({ identity: this.#identity, entries: this.entries })
    this.#identity = identity
    this.#entries = []
    this.#checkpoint = undefined
    this.#written = new Map()
    this.#bytes = 0
    for (const bytes of entries) this.append(bytes)
  }

  keep(checkpoint: Uint8Array): void {
    this.#checkpoint = checkpoint.slice()
  }

  /** Flips one bit of the entries, by its number among all of theirs. */
  rot(bit: number): void {
    let left = bit
    for (const [index, bytes] of this.#entries.entries()) {
      if (left < bytes.length * 8) {
        if (!this.#written.has(index)) this.#written.set(index, bytes)
        this.#entries[index] = flipped(bytes, left)
        return
      }
      left -= bytes.length * 8
    }
  }
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
