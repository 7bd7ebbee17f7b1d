/**
 * What a claim makes of a peer in this member's own live view, and what it says of that in turn. It
 * decides alive, suspect or failed, and logs nothing (`report.ts` does that). Invariants: M5 (only
 * the subject outranks what is said of it), M6 (failed only by a suspicion's end, by several that
 * find nobody there, or by another's word), M25 (confirmations shorten a suspicion), M26 (what a
 * report brings is asked about before it is believed).
 */
import type { Claim, Effect, Notice, PeerView } from '../../model/index.ts'
import { tagOf } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import { isSameClaim, supersedes } from '../claims/index.ts'
import type { Accusation, MembershipLocal, PeerRecord, ProbeInFlight } from '../local/index.ts'
import { accusersMax, andThen, peerTagged, suspicionTimer, withPeer } from '../local/index.ts'
import { claimOf, nameOf, observersOf, tell } from './claims-of.ts'
import { refute } from './refute.ts'
import { deadlineOf, wantedOf } from './suspicion-time.ts'

/** A claim, and how it came here: as news, in a report of who is not alive, or by own evidence. */
export interface Heard {
  readonly claim: Claim
  readonly source: 'gossip' | 'report' | 'own'
  /** Why, for people; default: who says so. */
  readonly reason?: string
}

interface About extends Heard {
  readonly peer: PeerRecord
}

/** Takes one claim in; what is not news changes nothing. */
export function takeClaim(
  local: MembershipLocal,
  context: Context,
  heard: Heard,
): Decision<MembershipLocal> {
  const { store } = context.self
  if (store !== undefined && heard.claim.about === tagOf(store))
    return refute(local, context, heard.claim)
  const peer = peerTagged(local, heard.claim.about)
  if (peer === undefined || isKnownAlive(peer, heard.claim)) return decided(local)
  const about: About = { ...heard, peer, claim: asBelieved(heard, peer.view) }
  if (isSameClaim(about.claim, peer.view)) return confirm(local, context, about)
  if (!supersedes(about.claim, peer.view)) return decided(local)
  return apply(local, context, about)
}

/** Most of what is heard: told once more, and of no use to anybody. */
const isKnownAlive = ({ view }: PeerRecord, claim: Claim): boolean =>
  claim.status === 'alive' && isSameClaim(claim, view)

/** Takes claims in one after another. */
export function takeClaims(
  local: MembershipLocal,
  context: Context,
  heard: { readonly claims: readonly Claim[]; readonly source: Heard['source'] },
): Decision<MembershipLocal> {
  let decision = decided(local)
  for (const claim of heard.claims)
    decision = andThen(decision, (next) => takeClaim(next, context, { ...heard, claim }))
  return decision
}

/** As much of a claim as this member believes before it has asked: some verdicts only suspect. */
function asBelieved({ claim, source }: Heard, view: PeerView): Claim {
  const { incarnation, refutations } = view
  if (claim.status === 'alive') return claim
  // Whoever never heard of a life accuses life 0, whichever it is.
  if (claim.incarnation === 0 && incarnation !== 0)
    return { ...claim, status: 'suspect', incarnation, refutations }
  // M26: an old verdict of the other half of a cluster that was apart is no news.
  const isOld = claim.status === 'failed' && source === 'report' && view.status !== 'failed'
  return isOld ? { ...claim, status: 'suspect' } : claim
}

function apply(local: MembershipLocal, context: Context, about: About): Decision<MembershipLocal> {
  switch (about.claim.status) {
    case 'alive':
      return clear(local, context, about)
    case 'suspect':
      return suspect(local, context, about)
    case 'failed':
      return fail(local, context, about)
  }
}

/** The subject lives: whatever was said of it before is over. */
function clear(local: MembershipLocal, context: Context, about: About): Decision<MembershipLocal> {
  const { peer, claim, source } = about
  const { view } = peer
  const wasAlive = view.status === 'alive'
  const alive: PeerView = {
    ...viewWith(view, claim),
    status: 'alive',
    reason: '',
    since: wasAlive ? view.since : context.at,
  }
  const probe = anyQuestion(peer)
  const cleared = { ...peer, view: alive, probe, accusation: undefined, failedSince: undefined }
  const effects: Effect[] = []
  if (view.status === 'suspect') effects.push({ kind: 'disarm', timer: suspicionTimer(view.name) })
  if (!wasAlive) effects.push(recoveryOf(view, claim))
  const next = withPeer(local, cleared)
  // Lives that everybody learns by asking are not told on: a start would else be all gossip.
  const isNews = !wasAlive || view.incarnation !== 0 || source === 'gossip'
  return decided(isNews ? withNews(next, claim) : next, { effects })
}

/** The last question was about another suspicion, or is answered: the probe is like any other. */
const anyQuestion = ({ probe }: PeerRecord): ProbeInFlight | undefined =>
  probe?.isLast === true ? { ...probe, isLast: false } : probe

const recoveryOf = ({ name, status }: PeerView, { refutations }: Claim): Effect =>
  publish(
    status === 'failed'
      ? { kind: 'peer-recovered', name }
      : { kind: 'peer-refuted', name, refutations },
  )

const publish = (notice: Notice): Effect => ({ kind: 'publish', notice })

function withNews(local: MembershipLocal, claim: Claim): MembershipLocal {
  const { gossip } = local
  return { ...local, gossip: gossip.push(claim) }
}

const viewWith = (view: PeerView, { incarnation, refutations }: Claim): PeerView => ({
  ...view,
  incarnation,
  refutations,
})

/** Its time to answer begins. */
function suspect(
  local: MembershipLocal,
  context: Context,
  about: About,
): Decision<MembershipLocal> {
  const { peer, claim, source } = about
  const { name, status } = peer.view
  const by = nameOf(local, context.self, claim.by)
  const reason = about.reason ?? `suspected by ${by}`
  const { at } = context
  const accusation = accusationOf(local, context, claim)
  const view = { ...viewWith(peer.view, claim), status: 'suspect', reason, since: at } as const
  const suspected = { ...peer, view, probe: anyQuestion(peer), accusation, failedSince: undefined }
  const deadline = accusation.deadline ?? at
  const effects: Effect[] = [{ kind: 'arm', timer: suspicionTimer(name), deadline }]
  if (status === 'failed') effects.push(publish({ kind: 'peer-recovered', name }))
  effects.push(publish({ kind: 'peer-suspected', name, by }))
  const told = claimOf(suspected)
  // Whoever is accused by us, or for the first time on this side, must hear of it to answer.
  if (source !== 'gossip') effects.push(tell(view, { kind: 'gossip', claims: [told] }))
  return decided(withNews(withPeer(local, suspected), told), { effects })
}

function accusationOf(local: MembershipLocal, context: Context, claim: Claim): Accusation {
  const { at } = context
  const open = { since: at, by: [claim.by], observers: claim.observers, deadline: undefined }
  return { ...open, deadline: deadlineOf(local, context, open) }
}

/** Another member has the same evidence: the suspicion lasts less long (M25). */
function confirm(
  local: MembershipLocal,
  context: Context,
  about: About,
): Decision<MembershipLocal> {
  const { peer, claim } = about
  const { accusation, view } = peer
  if (accusation === undefined) return decided(local)
  const isKnown = accusation.by.includes(claim.by) || accusation.by.length >= accusersMax
  if (isKnown && claim.observers <= accusation.observers) return decided(local)
  const by = isKnown ? accusation.by : [...accusation.by, claim.by]
  const observers = Math.max(accusation.observers, claim.observers)
  const joined: Accusation = { ...accusation, by, observers }
  if (view.status !== 'suspect') return decided(withPeer(local, { ...peer, accusation: joined }))
  const deadline = Math.max(context.at, deadlineOf(local, context, joined))
  const confirmed = withPeer(local, { ...peer, accusation: { ...joined, deadline } })
  const isWanted = by.length <= wantedOf(local) + 1
  const effects: Effect[] = [
    { kind: 'arm', timer: suspicionTimer(view.name), deadline },
    publish({ kind: 'peer-confirmed', name: view.name, by: nameOf(local, context.self, claim.by) }),
  ]
  return decided(isWanted ? withNews(confirmed, claim) : confirmed, { effects })
}

/** The verdict; from here on the peer has to say itself that it lives. */
export function fail(
  local: MembershipLocal,
  context: Context,
  about: About,
): Decision<MembershipLocal> {
  const { peer, claim } = about
  const { name, status, since } = peer.view
  const by = nameOf(local, context.self, claim.by)
  const more = claim.observers > 1 ? ` and ${claim.observers - 1} more` : ''
  const reason = about.reason ?? `found silent by ${by}${more}`
  const accusation: Accusation = {
    since: peer.accusation?.since ?? context.at,
    by: mergedBy(peer.accusation?.by ?? [], claim),
    observers: Math.max(observersOf(peer.accusation), claim.observers),
    deadline: undefined,
  }
  const isNew = status !== 'failed'
  const view: PeerView = {
    ...viewWith(peer.view, claim),
    status: 'failed',
    reason,
    since: isNew ? context.at : since,
  }
  const failedSince = isNew ? context.at : peer.failedSince
  const effects: Effect[] = []
  if (status === 'suspect') effects.push({ kind: 'disarm', timer: suspicionTimer(name) })
  if (isNew) effects.push(publish({ kind: 'peer-failed', name, reason, by }))
  const failed: PeerRecord = { ...peer, view, probe: anyQuestion(peer), accusation, failedSince }
  return decided(withNews(withPeer(local, failed), claimOf(failed)), { effects })
}

const mergedBy = (by: Accusation['by'], claim: Claim): Accusation['by'] =>
  by.includes(claim.by) || by.length >= accusersMax ? by : [...by, claim.by]
