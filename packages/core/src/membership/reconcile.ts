/**
 * Brings what membership holds into line with the fold, after every change of it and once when the
 * log is loaded. It must never change the fold's mind: its only event is this member's own new
 * address. Invariants: M1 (peers are the other members of the roster), M8 (housekeeping starts
 * once), M13 (a member that moved says so), M15 (the own join is settled once).
 */
import { FixedMap } from '../collections/index.ts'
import type { ClusterEvent, Effect, MemberName, Millis, PeerView, StoreId } from '../model/index.ts'
import { streamOf } from '../model/index.ts'
import type { Authored, Context, Decision, StoreRecord } from '../state/index.ts'
import { decided, isMember, recordOf, rosterOf, whyNoStream } from '../state/index.ts'
import { startHousekeeping } from './housekeeping.ts'
import { completeJoin } from './join.ts'
import { takeBackLeave } from './leaving/index.ts'
import type { Accusation, MembershipLocal, PeerRecord } from './local/index.ts'
import { andThen, probeTimer, suspicionTimer, withPeers } from './local/index.ts'
import { announce, spreadNews, suspicionGoesOn } from './opinion/index.ts'

/** What follows from the folded state as it is now. */
export function reconcileMembership(
  local: MembershipLocal,
  context: Context,
): Decision<MembershipLocal> {
  if (context.self.role === 'client') return decided(local)
  const started = startHousekeeping(local, context)
  const peered = followRoster(started.local, context)
  const stayed = takeBackLeave(peered.local, context)
  const joined = completeJoin(stayed.local, context)
  const announced = isNewAmongOthers(local, joined.local)
    ? announce(joined.local, context)
    : decided(joined.local)
  const spread = andThen(announced, (next) => spreadNews(next, context))
  return decided(spread.local, {
    events: moveOf(context),
    effects: [...started.effects, ...peered.effects, ...stayed.effects, ...spread.effects],
    then: joined.then,
  })
}

/** Started again, or let in: the others are told. Who lets the first one in is no news to it. */
const isNewAmongOthers = (before: MembershipLocal, now: MembershipLocal): boolean =>
  before.peers.size === 0 &&
  now.peers.size > 0 &&
  (!before.isStarted || before.joining !== undefined)

/** The peers are the roster without oneself; nobody, for who is no member (M1). */
function followRoster(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const roster = isMember(context.state, context.self.store) ? rosterOf(context.state) : []
  const known = new Map<StoreId, PeerRecord>()
  for (const peer of local.peers.values()) known.set(peer.view.store, peer)
  const peers = new Map<MemberName, PeerRecord>()
  for (const record of roster) {
    if (record.store === context.self.store) continue
    const peer = known.get(record.store)
    const { at } = context
    peers.set(record.name, peer === undefined ? newPeer(context, record) : kept(peer, record, at))
  }
  if (isSame(local, peers)) return decided(local)
  const effects = timersAfter(local, peers, context.at)
  return decided(withPeers(local, FixedMap.of(peers)), { effects })
}

/** Deadlines of who is out, moved or renamed: timers go by names, which others may take. */
function timersAfter(
  local: MembershipLocal,
  peers: ReadonlyMap<MemberName, PeerRecord>,
  at: Millis,
): readonly Effect[] {
  const after = new Map<StoreId, PeerRecord>()
  for (const peer of peers.values()) after.set(peer.view.store, peer)
  const dropped: Effect[] = []
  const renewed: Effect[] = []
  for (const [name, before] of local.peers) {
    const now = after.get(before.view.store)
    const isUnasked = before.probe !== undefined && now?.probe === undefined
    if (isUnasked) dropped.push({ kind: 'disarm', timer: probeTimer(name) })
    if (before.view.status !== 'suspect') continue
    const isRenamed = now?.view.name !== name
    if (isRenamed) dropped.push({ kind: 'disarm', timer: suspicionTimer(name) })
    const hadLast = isUnasked && before.probe.isLast
    if (now !== undefined && (isRenamed || hadLast)) renewed.push(suspicionGoesOn(now, at))
  }
  return [...dropped, ...renewed]
}

/** Thought alive until it misses; but one the log says is down must be heard first (M5). */
function newPeer(context: Context, record: StoreRecord): PeerRecord {
  const { name, store, address, down } = record
  const reason = down?.event.kind === 'member-down' ? down.event.reason : ''
  const view: PeerView = {
    name,
    store,
    address,
    status: down === undefined ? 'alive' : 'failed',
    incarnation: 0,
    refutations: 0,
    reason,
    since: context.at,
    lastAck: undefined,
    roundTripMs: undefined,
    clockOffsetMs: undefined,
    clock: undefined,
  }
  const isLoggedDown = down !== undefined
  const failedSince = isLoggedDown ? context.at : undefined
  const accusation = isLoggedDown ? loggedAccusation(context.at) : undefined
  const triedAt = Number.NEGATIVE_INFINITY
  return { view, probe: undefined, accusation, failedSince, triedAt, isLoggedDown }
}

const loggedAccusation = (since: Millis): Accusation => ({
  since,
  by: [],
  observers: 1,
  deadline: undefined,
})

/**
 * The same store. Under another name or address a probe in flight is to nobody: drop it. Logged as
 * up by somebody who heard it, it must fail us a whole hold more before we contest that (M9).
 */
function kept(peer: PeerRecord, record: StoreRecord, at: Millis): PeerRecord {
  const { name, address } = record
  const isLoggedDown = record.down !== undefined
  const isContested = peer.isLoggedDown && !isLoggedDown && peer.failedSince !== undefined
  const logged =
    peer.isLoggedDown === isLoggedDown
      ? peer
      : { ...peer, isLoggedDown, failedSince: isContested ? at : peer.failedSince }
  if (logged.view.name === name && logged.view.address === address) return logged
  return { ...logged, view: { ...logged.view, name, address }, probe: undefined }
}

function isSame(local: MembershipLocal, peers: ReadonlyMap<MemberName, PeerRecord>): boolean {
  if (peers.size !== local.peers.size) return false
  for (const [name, peer] of peers) if (local.peers.get(name) !== peer) return false
  return true
}

/** This process listens elsewhere than the log says (M13). */
function moveOf(context: Context): readonly Authored[] {
  const { self, state } = context
  const own = self.store === undefined ? undefined : recordOf(state, self.store)
  if (own === undefined || own.status !== 'member' || own.address === self.address) return []
  // A store that is renewed says so then.
  if (context.isEstranged || whyNoStream(context) !== undefined || hasMoved(context)) return []
  const event: ClusterEvent = { kind: 'member-moved', address: self.address }
  return [{ event, settles: undefined }]
}

/** A process moves once: a copy of it with the same log would else move the member back, again. */
function hasMoved({ self, log }: Context): boolean {
  const { store, run } = self
  if (store === undefined || run === undefined) return false
  const written = log.streams.get(streamOf(store, run)) ?? []
  for (const { event } of written) if (event.kind === 'member-moved') return true
  return false
}
