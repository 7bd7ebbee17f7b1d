/**
 * What is wrong with a machine's disk. Several sets may hold at once, each until it is cleared: the
 * least room, the highest share of errors, the longest time count, and slowness multiplies. It says
 * what befalls a call from the key of that call; it neither knows nor changes what the disk holds.
 */
import { FsError, invariant } from '@quorate/core'
import { drawsOf, mixText, unitOf } from '../random.ts'
import type { Key, Range } from '../random.ts'

/** What is wrong with a disk, for its files and for the log store of the same machine. */
export interface DiskFaults {
  /** Room for its files, and as much again for its log; what is there stays. Default: no limit. */
  readonly capacityBytes?: number
  /** The share of writes that find no room, each when a keyed part of it is taken; default 0. */
  readonly fullWrites?: number
  /** The share of reads that fail, 0 to 1; default 0. */
  readonly readErrors?: number
  /** The share of writes, and of other changes, that fail; default 0. */
  readonly writeErrors?: number
  /** The share of syncs that fail, and lose what they should have made durable; default 0. */
  readonly syncErrors?: number
  /** How long each call takes, in virtual milliseconds; default: none but that of a sync. */
  readonly latencyMs?: Range
  /** How many times as long everything takes; default 1. */
  readonly slowness?: number
}

/** What a call does, as far as faults care; `none`: it cannot fail. */
export type CallClass = 'read' | 'write' | 'sync' | 'none'

const isShare = (share: number = 0): boolean => share >= 0 && share <= 1

const isRange = ({ min, max }: Range): boolean => min >= 0 && min <= max && max < Infinity

/** @throws InvariantViolation naming what is out of its bounds. */
function demandSound(faults: DiskFaults): void {
  const { capacityBytes = 0, fullWrites, readErrors, writeErrors, syncErrors } = faults
  const { latencyMs, slowness } = faults
  invariant(capacityBytes >= 0, 'capacityBytes must be 0 or more')
  invariant(isShare(fullWrites), 'fullWrites must be a share, 0 to 1')
  invariant(isShare(readErrors), 'readErrors must be a share, 0 to 1')
  invariant(isShare(writeErrors), 'writeErrors must be a share, 0 to 1')
  invariant(isShare(syncErrors), 'syncErrors must be a share, 0 to 1')
  invariant(latencyMs === undefined || isRange(latencyMs), 'latencyMs must be { min, max }')
  invariant((slowness ?? 1) > 0, 'slowness must be above 0')
}

export class Faults {
  readonly #syncMs: Range | undefined
  #sets: readonly DiskFaults[] = []

  /** `syncMs`: how long a sync takes on a disk that is well; undefined: no time. */
  constructor(syncMs: Range | undefined) {
    this.#syncMs = syncMs
  }

  /** From now on; returns how to clear it. */
  add(faults: DiskFaults): () => void {
    demandSound(faults)
    const set = { ...faults }
    this.#sets = [...this.#sets, set]
    return () => {
      this.#sets = this.#sets.filter((each) => each !== set)
    }
  }

  get capacityBytes(): number {
    return this.#sets.reduce((least, set) => Math.min(least, set.capacityBytes ?? least), Infinity)
  }

  /** Which share of the write of this key is taken before there is no room; 1: there is. */
  shareTaken(key: Key): number {
    if (this.#sets.length === 0) return 1
    const isFull = unitOf(mixText(key, 'full')) < this.#most((set) => set.fullWrites ?? 0)
    return isFull ? unitOf(mixText(key, 'taken')) : 1
  }

  /** What the call of this key fails with, if it does. */
  errorOf(call: CallClass, key: Key): FsError | undefined {
    if (this.#sets.length === 0 || call === 'none') return undefined
    const shares = { read: 'readErrors', write: 'writeErrors', sync: 'syncErrors' } as const
    const share = this.#most((set) => set[shares[call]] ?? 0)
    const isFailing = unitOf(mixText(key, 'error')) < share
    return isFailing ? new FsError('io', `the disk failed a ${call}`) : undefined
  }

  /** How long the call of this key takes, in virtual milliseconds. */
  durationOf(call: CallClass, key: Key): number {
    const own = call === 'sync' ? this.#syncMs : undefined
    if (own === undefined && this.#sets.length === 0) return 0
    const draws = drawsOf(key)
    const syncMs = own === undefined ? 0 : draws.between(own, 'sync')
    const latencyMs = this.#most(({ latencyMs: range }) =>
      range === undefined ? 0 : draws.between(range, 'latency'),
    )
    const slowness = this.#sets.reduce((product, set) => product * (set.slowness ?? 1), 1)
    return (syncMs + latencyMs) * slowness
  }

  #most(of: (set: DiskFaults) => number): number {
    return this.#sets.reduce((most, set) => Math.max(most, of(set)), 0)
  }
}
