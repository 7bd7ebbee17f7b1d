/**
 * What membership alone knows: its opinion of each peer, and the joins in progress on either side.
 * All of it is gone with the process; what must outlive it is in the log. It decides nothing.
 * Invariants: peers are the other members of the roster, by name (M1); probe numbers rise and are
 * used once (M2); at most one join of one's own (M14).
 */
import { FixedMap } from '../collections/index.ts'
import type {
  Address,
  CommandId,
  Destination,
  JoinRequest,
  LiveView,
  MemberName,
  MemberStatus,
  Message,
  Millis,
  PeerView,
  Refusal,
  Sender,
  StoreId,
  TimerKey,
} from '../model/index.ts'
import { clusterLabel, displacedName } from '../model/index.ts'
import type { Self } from '../state/index.ts'
import type { MembershipConfig } from './config.ts'

/** A ping that is neither answered nor missed yet. */
export interface ProbeInFlight {
  readonly number: number
  readonly sentAt: Millis
  /** The peer answered that it does not take us for a member. */
  readonly isRefused: boolean
}

export interface PeerRecord {
  readonly view: PeerView
  /** Probes missed in a row, counted up to `failAfterMisses`. */
  readonly missed: number
  readonly probe: ProbeInFlight | undefined
  /** From when on its failure counts as lasting; undefined: not failed. */
  readonly failedSince: Millis | undefined
  /** The log says that it is down. */
  readonly isLoggedDown: boolean
}

/** A join at the joiner. */
export interface PendingJoin {
  readonly command: CommandId
  readonly contact: Address
  readonly timeoutMs: Millis
  readonly request: JoinRequest
  /** Who let us in; undefined: nobody yet. */
  readonly sponsor: Destination | undefined
  /** What went wrong last: why there is no answer, if there is none in the end. */
  readonly trouble: Refusal | undefined
}

/** A join request at the sponsor, while the store that holds the name is asked. */
export interface Sponsored {
  readonly request: JoinRequest
  readonly from: Sender
  readonly holder: StoreId
  /** The first probe that asked: an ack of an earlier one proves nothing about now. */
  readonly firstProbe: number
  readonly missed: number
}

export interface MembershipLocal {
  readonly config: MembershipConfig
  readonly peers: FixedMap<MemberName, PeerRecord>
  /** The views of `peers`, kept beside them because every step lends them to others. */
  readonly live: FixedMap<MemberName, PeerView>
  /** How many of `peers` are alive, kept because it is asked about at every ack. */
  readonly aliveCount: number
  readonly nextProbe: number
  readonly joining: PendingJoin | undefined
  /** The store of the last join that failed: if somebody did admit it, it is given up (M17). */
  readonly givenUp: StoreId | undefined
  readonly sponsored: ReadonlyMap<MemberName, Sponsored>
  /** The application wants housekeeping. */
  readonly isRunning: boolean
  /** The log was loaded, so that the period may run. */
  readonly isStarted: boolean
  readonly link: 'up' | 'down'
}

export const initialMembership = (config: MembershipConfig): MembershipLocal => ({
  config,
  peers: FixedMap.of([]),
  live: FixedMap.of([]),
  aliveCount: 0,
  nextProbe: 1,
  joining: undefined,
  givenUp: undefined,
  sponsored: new Map(),
  isRunning: true,
  isStarted: false,
  link: 'up',
})

/** The same, put together field by field as every kernel keeps it: docs/decisions/0022. */
export const recastMembership = (local: MembershipLocal): MembershipLocal => ({
  config: local.config,
  peers: local.peers,
  live: local.live,
  aliveCount: local.aliveCount,
  nextProbe: local.nextProbe,
  joining: local.joining,
  givenUp: local.givenUp,
  sponsored: local.sponsored,
  isRunning: local.isRunning,
  isStarted: local.isStarted,
  link: local.link,
})

/** Every peer in the roster as this member sees it. */
export const liveViewOf = (local: MembershipLocal): LiveView => local.live

/** This member's own connection is down: that nobody answers says nothing about them. */
export const isIsolated = (local: MembershipLocal): boolean => local.link === 'down'

export const periodTimer: TimerKey = 'membership/period'
export const joinTimer: TimerKey = 'membership/join'
export const joinRetryTimer: TimerKey = 'membership/join-retry'
const probePrefix = 'membership/probe/'
const sponsorPrefix = 'membership/sponsor/'

export const probeTimer = (name: MemberName): TimerKey => probePrefix + name
export const sponsorTimer = (name: MemberName): TimerKey => sponsorPrefix + name

/** Whose probe, or whose join, a timer is about; undefined: another timer. */
export const probedBy = (timer: TimerKey): MemberName | undefined => rest(timer, probePrefix)
export const sponsoredBy = (timer: TimerKey): MemberName | undefined => rest(timer, sponsorPrefix)

const rest = (timer: TimerKey, prefix: string): MemberName | undefined =>
  timer.startsWith(prefix) ? (timer.slice(prefix.length) as MemberName) : undefined

/** A message of one kind, and whom it is from. */
export interface Received<M extends Message> {
  readonly from: Sender
  readonly message: M
}

/** The same local state with these peers. */
export function withPeers(
  local: MembershipLocal,
  peers: FixedMap<MemberName, PeerRecord>,
): MembershipLocal {
  let aliveCount = 0
  for (const { view } of peers.values()) if (isAlive(view)) aliveCount++
  return { ...local, peers, live: peers.map(({ view }) => view), aliveCount }
}

/** The same local state with another record of a peer that is there. */
export function withPeer(local: MembershipLocal, peer: PeerRecord): MembershipLocal {
  const { name } = peer.view
  const before = local.peers.get(name)?.view
  const peers = local.peers.with(name, peer)
  if (before === peer.view) return { ...local, peers }
  const wasAlive = before !== undefined && isAlive(before)
  const aliveCount = local.aliveCount + Number(isAlive(peer.view)) - Number(wasAlive)
  return { ...local, peers, live: local.live.with(name, peer.view), aliveCount }
}

const isAlive = ({ status }: PeerView): boolean => status === 'alive'

/**
 * The peer that a message comes from, by the store it names: a member keeps the name it chose
 * while the roster lists it as displaced. Only our cluster's peers are peers.
 */
export function peerFrom(
  local: MembershipLocal,
  self: Self,
  claim: { readonly from: Sender; readonly store: StoreId },
): PeerRecord | undefined {
  const { from, store } = claim
  if (from.cluster !== clusterLabel(self.cluster)) return undefined
  const chosen = local.peers.get(from.name)
  if (chosen?.view.store === store) return chosen
  const displaced = local.peers.get(displacedName(from.name, store))
  return displaced?.view.store === store ? displaced : undefined
}

/** A view with another status; `since` moves only if the status does. */
export const withStatus = (
  view: PeerView,
  change: { readonly status: MemberStatus; readonly reason: string; readonly at: Millis },
): PeerView => ({
  ...view,
  status: change.status,
  reason: change.reason,
  since: view.status === change.status ? view.since : change.at,
})
