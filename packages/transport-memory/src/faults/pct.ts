/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte: A Randomized
 * Scheduler with Probabilistic Guarantees of Finding Bugs, ASPLOS 2010), as a rule: every member
 * has a keyed priority, and a frame takes longer for each member that comes before the lower of its
 * two ends. At depth - 1 keyed points, counted in frames, the sender of that frame becomes the
 * lowest. A bug that needs `depth` ordered events is met with a probability of at least
 * 1 / (n k^(depth-1)) a run by a scheduler that orders everything; this orders what is sent within
 * a few ranks' time of each other, and drops nothing.
 */
import { invariant } from '@quorate/core'
import type { Address } from '@quorate/core'
import type { Rule } from '../fault.ts'
import { belowOf, keyOf, mixText, unitOf } from '../random.ts'
import type { Key, Range } from '../random.ts'

/** How members are put in an order. */
export interface PctOptions {
  /** What priorities and change points are drawn by: `keyOf(seed, 'pct')`. */
  readonly key: Key
  /** How many events in the wrong order the bug needs, at least 1; default 3. */
  readonly depth?: number
  /** About how many frames the run has: change points are among these; default 10,000. */
  readonly frames?: number
  /** What each member before one costs, in milliseconds; default 10. */
  readonly rankMs?: number
  /** What a frame takes beside, in milliseconds; default 1 to 5. */
  readonly latencyMs?: Range
}

/** Decides about every frame it is asked about; it counts them, so it serves one world. */
export function pct(options: PctOptions): Rule {
  const { depth = 3, rankMs = 10, latencyMs = { min: 1, max: 5 } } = options
  invariant(depth >= 1, 'depth must be at least 1')
  const changes = changePoints(options)
  const priorities = new Priorities(options.key)
  let count = 0
  return ({ from, to }, draw) => {
    const ranks = [priorities.rankOf(from), priorities.rankOf(to)]
    if (changes.has(++count)) priorities.makeLowest(from)
    const afterMs = Math.max(...ranks) * rankMs + draw.between(latencyMs, 'pct')
    return { kind: 'deliver', afterMs }
  }
}

/** The numbers, from 1, of the frames whose senders lose their priority. */
const changePoints = ({ key, depth = 3, frames = 10_000 }: PctOptions): ReadonlySet<number> =>
  new Set(Array.from({ length: depth - 1 }, (_, i) => 1 + belowOf(keyOf(key, 'change', i), frames)))

/** Who comes before whom; members are known from their first frame on. */
class Priorities {
  readonly #key: Key
  readonly #byAddress = new Map<Address, number>()
  #lowest = 0

  constructor(key: Key) {
    this.#key = key
  }

  /** How many of those known come before; 0 for the first. */
  rankOf(address: Address): number {
    const own = this.#priorityOf(address)
    let rank = 0
    for (const priority of this.#byAddress.values()) if (priority > own) rank++
    return rank
  }

  makeLowest(address: Address): void {
    this.#byAddress.set(address, --this.#lowest)
  }

  /** At first in [0, 1): above all that were made the lowest. */
  #priorityOf(address: Address): number {
    const known = this.#byAddress.get(address)
    if (known !== undefined) return known
    const priority = unitOf(mixText(this.#key, address))
    this.#byAddress.set(address, priority)
    return priority
  }
}
