/**
 * The claims that wait to be told, and which of them go into the next message: SWIM's piggyback
 * buffer (Das, Gupta, Motivala, DSN 2002, section 4.1), which prefers what was told least. It must
 * never ask whether a claim is true or newer than the one it takes the place of: whoever pushes it
 * decides that.
 *
 * At most one claim about each member, and `queuedMax` in all. What was told least goes first, the
 * newest of these before the others; but if not all fit, half of the room is for those that wait
 * longest. Otherwise a steady stream of news, each told less often than all before it, would keep
 * the old news in the queue for ever.
 */
import type { Claim, StoreTag } from '../../model/index.ts'
import { invariant } from '../../model/index.ts'

/** Claims that wait at once; one more pushes out the one that was told most often. */
export const queuedMax = 4096

/** What a claim may cost in a message. */
export const claimBytesMax = 40

export interface Room {
  readonly bytesMax: number
  /** How often a claim is told in all, at least once: `retransmitLimit` of today's members. */
  readonly limit: number
}

export interface Taken {
  readonly claims: readonly Claim[]
  /** What still waits. */
  readonly queue: GossipQueue
}

interface Waiting {
  readonly claim: Claim
  /** How often it was told. */
  readonly told: number
}

const noClaims: readonly Claim[] = []

/** What was pushed since the rest was put in order, latest first. */
interface Pushed {
  readonly claim: Claim
  readonly before: Pushed | undefined
  /** How many there are, this one included: at most `queuedMax`. */
  readonly count: number
}

/**
 * A value: every change gives a new one and leaves the old one as it was. A push costs the same
 * whatever waits, since whoever starts hears a claim of every member; the next take puts in order.
 */
export class GossipQueue {
  static readonly empty: GossipQueue = new GossipQueue([], undefined)

  /** In the order in which they were pushed. */
  readonly #waiting: readonly Waiting[]
  /** Later than those. */
  readonly #pushed: Pushed | undefined

  private constructor(waiting: readonly Waiting[], latest: Pushed | undefined) {
    this.#waiting = waiting
    this.#pushed = latest
  }

  get size(): number {
    return inOrder(this.#waiting, this.#pushed).length
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#pushed === undefined
  }

  /** Adds a claim that nobody was told yet, in place of any about the same member. */
  push(claim: Claim): GossipQueue {
    const count = (this.#pushed?.count ?? 0) + 1
    const latest: Pushed = { claim, before: this.#pushed, count }
    return count < queuedMax
      ? new GossipQueue(this.#waiting, latest)
      : new GossipQueue(inOrder(this.#waiting, latest), undefined)
  }

  /** Takes back what waits about a member; this queue if nothing does. */
  drop(about: StoreTag): GossipQueue {
    const waiting = inOrder(this.#waiting, this.#pushed)
    const others = waiting.filter(({ claim }) => claim.about !== about)
    return others.length === waiting.length ? this : new GossipQueue(others, undefined)
  }

  /** The claims for one message. Each counts as told; one told `limit` times waits no more. */
  take({ bytesMax, limit }: Room): Taken {
    const room = Math.floor(bytesMax / claimBytesMax)
    if (room < 1 || this.isEmpty) return { claims: noClaims, queue: this }
    const due = inOrder(this.#waiting, this.#pushed).filter(({ told }) => told < limit)
    const isCut = due.length > room
    const chosen = isCut ? share(due, room) : byNeed(due)
    const toldNow = isCut ? new Set(chosen) : undefined // undefined: all
    const waiting: Waiting[] = []
    for (const each of due) {
      if (toldNow?.has(each) === false) waiting.push(each)
      else if (each.told + 1 < limit) waiting.push({ claim: each.claim, told: each.told + 1 })
    }
    const queue = waiting.length === 0 ? GossipQueue.empty : new GossipQueue(waiting, undefined)
    return { claims: chosen.map(({ claim }) => claim), queue }
  }
}

/** All that wait: the last that was pushed about each member, in the order of these. */
function inOrder(waiting: readonly Waiting[], latest: Pushed | undefined): readonly Waiting[] {
  if (latest === undefined) return waiting
  const claims: Claim[] = []
  for (let each: Pushed | undefined = latest; each !== undefined; each = each.before)
    claims.push(each.claim)
  const all = new Map(waiting.map((each) => [each.claim.about, each] as const))
  for (const claim of claims.toReversed()) {
    all.delete(claim.about)
    if (all.size >= queuedMax) all.delete(mostTold(all))
    all.set(claim.about, { claim, told: 0 })
  }
  return [...all.values()]
}

/** Half of the room for those that wait longest, at least one; the rest for those told least. */
function share(due: readonly Waiting[], room: number): readonly Waiting[] {
  const longest = Math.max(1, Math.floor(room / 2))
  return [...byNeed(due.slice(longest)).slice(0, room - longest), ...due.slice(0, longest)]
}

/** Told least first, the newest of these first. Mostly so already: what is older was told more. */
const byNeed = (due: readonly Waiting[]): readonly Waiting[] =>
  due.toReversed().toSorted((a, b) => a.told - b.told)

/** About whom the oldest of those told most often is: most members know it. */
function mostTold(waiting: ReadonlyMap<StoreTag, Waiting>): StoreTag {
  let most: Waiting | undefined
  for (const each of waiting.values()) if (each.told > (most?.told ?? -1)) most = each
  invariant(most !== undefined, 'a full queue holds a claim')
  return most.claim.about
}
