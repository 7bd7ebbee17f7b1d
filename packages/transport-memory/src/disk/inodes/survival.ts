/**
 * What of the writes that are not durable turns out to be so after a crash. Each is decided by its
 * own key, so that one that is left out changes the fate of no other; a disk and its page cache
 * write in whatever order they like, so any of them may be there without those before it.
 */
import type { CrashOptions } from '../../points/index.ts'
import { belowOf, mix, unitOf } from '../../random.ts'
import type { Key } from '../../random.ts'
import type { Change } from './content.ts'

/** Which sectors of a write are there. */
export interface Part {
  readonly from: number
  readonly to: number
}

const whole: Part = { from: 0, to: Infinity }

export class Survival {
  readonly #options: CrashOptions
  readonly #key: Key

  constructor(options: CrashOptions, key: Key) {
    this.#options = options
    this.#key = key
  }

  /** Whether what this key stands for is there. */
  survives(key: Key): boolean {
    const { lose = 'unsynced' } = this.#options
    return lose === 'none' || unitOf(mix(this.#key, key)) < 0.5
  }

  /** How much of a write that survives is there: how it begins, or how it ends. */
  partOf(change: Change, key: Key): Part {
    const { lose = 'unsynced', torn = false } = this.#options
    if (!torn || lose === 'none' || change.kind !== 'write') return whole
    const count = change.sectors.length
    const cut = mix(mix(this.#key, key), 1)
    const kept = 1 + belowOf(cut, count)
    return unitOf(mix(cut, 1)) < 0.5 ? { from: 0, to: kept } : { from: count - kept, to: count }
  }
}
