/** The ring of the members that answer, computed anew when that changed. It decides nothing. */
import type { StoreTag } from '../../model/index.ts'
import { tagOf } from '../../model/index.ts'
import type { Self } from '../../state/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { type Ring, ringOf } from '../schedule/index.ts'

/** With the ring kept, until who answers is another. */
export function withRing(local: MembershipLocal, { store }: Self): MembershipLocal {
  if (local.ring !== undefined || store === undefined) return local
  return { ...local, ring: ringNow(local, tagOf(store)) }
}

/** Who is asked by whom, as this member sees it now. */
export function ringNow(local: MembershipLocal, own: StoreTag): Ring {
  if (local.ring !== undefined) return local.ring
  const tags: StoreTag[] = []
  for (const { status, store } of local.live.values())
    if (status !== 'failed') tags.push(tagOf(store))
  return ringOf(tags, own)
}
