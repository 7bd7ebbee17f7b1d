/**
 * Who probes whom in which round. Members that agree on the ring and the period compute the same,
 * so that in every round each member is probed by exactly one other: a member that died is asked
 * within one period, where SWIM's independent choices leave it unasked for 1.58 periods in the mean
 * and at times for many (Das, Gupta, Motivala, DSN 2002, section 3.1). It must use nothing but ring
 * and round; members that disagree on the ring still probe one member each a round, only not every
 * member once.
 *
 * In one round all look equally far along the ring. A lap is as many rounds as there are others:
 * it goes through all distances in an order of its own, so that everybody asks everybody else once
 * a lap. Two probes of one pair are at most 2 (n - 1) - 1 rounds apart, as with SWIM's shuffled
 * round robin (section 4.3).
 */
import { hash32, type StoreTag } from '../../model/index.ts'
import type { Ring } from './ring.ts'

/** The distances of one lap in their order: kept from round to round, for shuffling takes time. */
export interface Turns {
  readonly size: number
  readonly lap: number
  readonly distances: readonly number[]
}

/** The turns of a round in a ring of that size: those that were kept, if they are of that lap. */
export function turnsAt(size: number, round: number, kept?: Turns): Turns {
  const lap = lapOf(size, round)
  if (kept?.size === size && kept.lap === lap) return kept
  return { size, lap, distances: shuffled(size, lap) }
}

/** Whom to probe in a round; undefined: nobody else is there. `kept` changes how soon, not whom. */
export function targetOf(ring: Ring, round: number, kept?: Turns): StoreTag | undefined {
  const size = ring.members.length
  if (size < 2) return undefined
  const { distances, lap } = turnsAt(size, round, kept)
  const distance = distances[round - lap * (size - 1)] ?? 0
  return ring.members[(ring.own + distance) % size]
}

const lapOf = (size: number, round: number): number =>
  size < 2 ? 0 : Math.floor(round / (size - 1))

/** 1 to size - 1, shuffled (Fisher and Yates) by draws that all members make alike. */
function shuffled(size: number, lap: number): readonly number[] {
  const distances = Array.from({ length: Math.max(0, size - 1) }, (_, i) => i + 1)
  for (let left = distances.length; left > 1; left--) {
    const drawn = Math.floor((hash32([lap, size, left]) / 2 ** 32) * left)
    const [a = 0, b = 0] = [distances[left - 1], distances[drawn]]
    distances[left - 1] = b
    distances[drawn] = a
  }
  return distances
}
