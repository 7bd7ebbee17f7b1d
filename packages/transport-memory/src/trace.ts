/**
 * What happened, in order: each event is folded into a running hash of the whole run and, when
 * somebody listens, told. Two runs are the same run when their hashes are equal. The hash covers
 * the time to a 2^-20th of a millisecond, the kind, the names and the content; it never depends on
 * whether anybody listens, nor on what is there for listeners only: a frame's number and bytes.
 */
import { bitsOf, mix, mixText, mixTime } from './random.ts'

/** What can happen in a world. */
export type TraceKind =
  | 'timer'
  | 'send'
  | 'deliver'
  | 'drop'
  | 'hold'
  | 'nobody'
  | 'hint'
  | 'open'
  | 'close'
  | 'sync'
  | 'leak'
  | 'crash'
  | 'start'
  | 'pause'
  | 'resume'
  | 'clock'
  | 'slow'
  | 'late'
  | 'cut'
  | 'clog'
  | 'heal'
  | 'fs'
  | 'disk'
  | 'rot'
  | 'restore'

/** One event. */
export interface Traced {
  /** Virtual milliseconds. */
  readonly at: number
  readonly kind: TraceKind
  readonly from: string
  readonly to?: string
  /** Bytes, entries, a life: whatever the kind counts. */
  readonly count?: number
  /** Hash of the content. */
  readonly content?: number
  /** Why. */
  readonly note?: string
  /** Which frame of the run, from 0: what was sent and what became of it say the same number. */
  readonly frame?: number
  /** What was sent; not to be changed, nor kept beyond the call. */
  readonly bytes?: Uint8Array
}

/** Told each event as it happens. */
export type TraceListener = (event: Traced) => void

/** The running hash of a run. */
export class Trace {
  #low = 0x2545f491
  #high = 0x4f6cdd1d
  #events = 0
  readonly #names = new Map<string, number>()
  readonly #listener: TraceListener | undefined

  constructor(listener?: TraceListener) {
    this.#listener = listener
  }

  /** How many events happened. */
  get events(): number {
    return this.#events
  }

  /** Hash of everything so far: 16 hex digits. */
  get hash(): string {
    return hex(bitsOf(this.#high)) + hex(bitsOf(this.#low))
  }

  record(event: Traced): void {
    this.#events++
    let word = mixTime(this.#nameHash(event.kind), event.at)
    word = mix(word, this.#nameHash(event.from))
    if (event.to !== undefined) word = mix(word, this.#nameHash(event.to))
    word = mix(mix(word, event.count ?? 0), event.content ?? 0)
    if (event.note !== undefined) word = mix(word, this.#nameHash(event.note))
    this.#low = mix(this.#low, word)
    this.#high = mix(this.#high, bitsOf(word))
    this.#listener?.(event)
  }

  #nameHash(name: string): number {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    const hash = mixText(0, name)
    if (this.#names.size < namesMax) this.#names.set(name, hash)
    return hash
  }
}

/** Names whose hashes are kept; others are hashed again. */
const namesMax = 10_000

const hex = (bits: number): string => bits.toString(16).padStart(8, '0')

/**
 * An event as one line of fixed columns, the time in virtual milliseconds:
 * `    1234.567 send     a                -> b                     120 8f3a09c1 note`.
 */
export function traceLine({ at, kind, from, to, count, content, note }: Traced): string {
  const peer = to === undefined ? '' : `-> ${to}`
  const columns = [
    at.toFixed(3).padStart(14),
    kind.padEnd(8),
    from.padEnd(16),
    peer.padEnd(19),
    (count === undefined ? '' : String(count)).padStart(7),
    content === undefined ? ' '.repeat(8) : hex(content >>> 0),
    note ?? '',
  ]
  return columns.join(' ').trimEnd()
}
