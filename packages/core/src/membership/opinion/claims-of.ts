/** What this member says of itself and of its peers, as claims. It decides nothing. */
import type { Claim, Effect, Incarnation, Message, PeerView, StoreTag } from '../../model/index.ts'
import { destinationOf, tagOf } from '../../model/index.ts'
import type { Self } from '../../state/index.ts'
import type { Accusation, MembershipLocal, PeerRecord } from '../local/index.ts'
import { peerTagged } from '../local/index.ts'

/** Which life of its process this member lives; within one decision it may have begun another. */
export const lifeOf = (local: MembershipLocal, self: Self): Incarnation =>
  Math.max(self.incarnation, local.life)

/** That this member lives, as it is now; undefined before there is a store to speak for. */
export function claimOfSelf(local: MembershipLocal, self: Self): Claim | undefined {
  if (self.store === undefined) return undefined
  const about = tagOf(self.store)
  const incarnation = lifeOf(local, self)
  const { refutations } = local
  return { about, status: 'alive', incarnation, refutations, by: about, observers: 0 }
}

/** A peer as this member sees it. */
export function claimOf({ view, accusation }: PeerRecord): Claim {
  const about = tagOf(view.store)
  const { status, incarnation, refutations } = view
  const by = accusation?.by[0] ?? about
  return { about, status, incarnation, refutations, by, observers: observersOf(accusation) }
}

/** How many members have evidence of their own, as far as is known here. */
export const observersOf = (accusation: Accusation | undefined): number =>
  accusation === undefined ? 0 : Math.max(accusation.by.length, accusation.observers)

/** That this member has found a peer silent itself. */
export function accusationBy(own: StoreTag, { view }: PeerRecord): Claim {
  const about = tagOf(view.store)
  const { incarnation, refutations } = view
  return { about, status: 'suspect', incarnation, refutations, by: own, observers: 1 }
}

/** Who has that store, for people: the tag itself where it is nobody's here. */
export function nameOf(local: MembershipLocal, { store, name }: Self, tag: StoreTag): string {
  if (store !== undefined && tagOf(store) === tag) return name
  return peerTagged(local, tag)?.view.name ?? tag
}

export const tell = (view: PeerView, message: Message): Effect => ({
  kind: 'send',
  to: destinationOf(view),
  message,
})
