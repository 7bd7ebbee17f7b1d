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

/** A value: every change gives a new one and leaves the old one as it was. */
export class GossipQueue {
  static readonly empty: GossipQueue = new GossipQueue([])

  /** In the order in which they were pushed. */
  readonly #waiting: readonly Waiting[]

  private constructor(waiting: readonly Waiting[]) {
    this.#waiting = waiting
  }

  get size(): number {
    return this.#waiting.length
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** Adds a claim that nobody was told yet, in place of any about the same member. */
  push(claim: Claim): GossipQueue {
    const others = this.drop(claim.about).#waiting
    const kept = others.length < queuedMax ? others : others.toSpliced(placeOfMostTold(others), 1)
    return new GossipQueue([...kept, { claim, told: 0 }])
  }

  /** Takes back what waits about a member; this queue if nothing does. */
  drop(about: StoreTag): GossipQueue {
    const place = this.#waiting.findIndex((each) => each.claim.about === about)
    return place < 0 ? this : new GossipQueue(this.#waiting.toSpliced(place, 1))
  }

  /** The claims for one message. Each counts as told; one told `limit` times waits no more. */
  take({ bytesMax, limit }: Room): Taken {
    const room = Math.floor(bytesMax / claimBytesMax)
    if (room < 1 || this.isEmpty) return { claims: noClaims, queue: this }
    const due = this.#waiting.filter(({ told }) => told < limit)
    const isCut = due.length > room
    const chosen = isCut ? share(due, room) : byNeed(due)
    const toldNow = isCut ? new Set(chosen) : undefined // undefined: all
    const waiting: Waiting[] = []
    for (const each of due) {
      if (toldNow?.has(each) === false) waiting.push(each)
      else if (each.told + 1 < limit) waiting.push({ claim: each.claim, told: each.told + 1 })
    }
    const queue = waiting.length === 0 ? GossipQueue.empty : new GossipQueue(waiting)
    return { claims: chosen.map(({ claim }) => claim), queue }
  }
}

/** Half of the room for those that wait longest, at least one; the rest for those told least. */
function share(due: readonly Waiting[], room: number): readonly Waiting[] {
  const longest = Math.max(1, Math.floor(room / 2))
  return [...byNeed(due.slice(longest)).slice(0, room - longest), ...due.slice(0, longest)]
}

/** Told least first, the newest of these first. Mostly so already: what is older was told more. */
const byNeed = (due: readonly Waiting[]): readonly Waiting[] =>
  due.toReversed().toSorted((a, b) => a.told - b.told)

/** The oldest of those told most often: most members know it. */
function placeOfMostTold(waiting: readonly Waiting[]): number {
  let place = 0
  for (let i = 1; i < waiting.length; i++)
    if ((waiting[i]?.told ?? 0) > (waiting[place]?.told ?? 0)) place = i
  return place
}
