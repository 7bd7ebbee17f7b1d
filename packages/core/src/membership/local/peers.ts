/**
 * The peers as one value, with all that is counted over them kept beside it, so that no step counts
 * them again: who answers, who is unwell, the hash of that. It must never decide what a peer is.
 */
import type { FixedMap } from '../../collections/index.ts'
import type { MemberName, PeerView, Sender } from '../../model/index.ts'
import type { StoreTag } from '../../model/index.ts'
import { chosenName, clusterLabel, tagOf } from '../../model/index.ts'
import type { Self } from '../../state/index.ts'
import { isSameClaim, mixOf } from '../claims/index.ts'
import type { MembershipLocal, PeerRecord } from './membership-local.ts'

/** The same local state with these peers. */
export function withPeers(
  local: MembershipLocal,
  peers: FixedMap<MemberName, PeerRecord>,
): MembershipLocal {
  const tags = new Map<StoreTag, MemberName>()
  const unwell = new Set<MemberName>()
  let [answeringCount, unheardCount, liveHash] = [0, 0, 0]
  for (const [name, peer] of peers) {
    tags.set(tagOf(peer.view.store), name)
    if (isAnswering(peer.view)) answeringCount++
    if (isUnheard(peer.view)) unheardCount++
    if (isUnwell(peer)) unwell.add(name)
    liveHash ^= hashOf(peer.view)
  }
  const live = peers.map(({ view }) => view)
  const counts = { answeringCount, unheardCount, unwell, liveHash: liveHash >>> 0 }
  return { ...local, peers, live, tags, ...counts, ring: undefined }
}

/** The same local state with another record of a peer that is there. */
export function withPeer(local: MembershipLocal, peer: PeerRecord): MembershipLocal {
  const { view } = peer
  const before = local.peers.get(view.name)
  const peers = local.peers.with(view.name, peer)
  if (before === undefined) return local
  const unwell = withUnwell(local.unwell, peer)
  if (before.view === view) return { ...local, peers, unwell }
  const live = local.live.with(view.name, view)
  if (isSameClaim(before.view, view)) return { ...local, peers, live, unwell }
  const answered = Number(isAnswering(view)) - Number(isAnswering(before.view))
  const unheard = Number(isUnheard(view)) - Number(isUnheard(before.view))
  return {
    ...local,
    peers,
    live,
    unwell,
    answeringCount: local.answeringCount + answered,
    unheardCount: local.unheardCount + unheard,
    liveHash: (local.liveHash ^ hashOf(before.view) ^ hashOf(view)) >>> 0,
    ring: answered === 0 ? local.ring : undefined,
  }
}

function withUnwell(unwell: ReadonlySet<MemberName>, peer: PeerRecord): ReadonlySet<MemberName> {
  const { name } = peer.view
  if (unwell.has(name) === isUnwell(peer)) return unwell
  const next = new Set(unwell)
  if (isUnwell(peer)) next.add(name)
  else next.delete(name)
  return next
}

const isAnswering = ({ status }: PeerView): boolean => status !== 'failed'
// Of the dead perhaps nobody knows which life they had.
const isUnheard = ({ incarnation, status }: PeerView): boolean =>
  incarnation === 0 && status !== 'failed'
const isUnwell = ({ view, isLoggedDown }: PeerRecord): boolean =>
  view.status !== 'alive' || isLoggedDown

const hashOf = ({ store, status, incarnation, refutations }: PeerView): number =>
  mixOf({ about: tagOf(store), status, incarnation, refutations })

/** The peer whose store has this tag. */
export function peerTagged(local: MembershipLocal, tag: StoreTag): PeerRecord | undefined {
  const name = local.tags.get(tag)
  return name === undefined ? undefined : local.peers.get(name)
}

/**
 * The peer that a message comes from, by the store it names: a member keeps the name it chose
 * while the roster lists it as displaced. Only our cluster's peers are peers.
 */
export function peerFrom(
  local: MembershipLocal,
  self: Self,
  claim: { readonly from: Sender; readonly store: StoreTag },
): PeerRecord | undefined {
  const { from, store } = claim
  if (from.cluster !== clusterLabel(self.cluster)) return undefined
  const peer = peerTagged(local, store)
  return peer !== undefined && chosenName(peer.view.name) === from.name ? peer : undefined
}
