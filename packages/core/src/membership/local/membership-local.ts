/**
 * What membership alone knows: its opinion of each peer, the joins in progress on either side, and
 * its own leaving.
 * All of it is gone with the process; what must outlive it is in the log. It decides nothing.
 * Invariants: peers are the other members of the roster, by name (M1); probe numbers rise and are
 * used once (M2); at most one join of one's own (M14).
 */
import { FixedMap } from '../../collections/index.ts'
import type {
  Address,
  ClusterLabel,
  CommandId,
  Destination,
  Incarnation,
  JoinRequest,
  LiveView,
  MemberName,
  Message,
  Millis,
  PeerView,
  Refusal,
  Sender,
  StoreId,
  StoreTag,
} from '../../model/index.ts'
import type { MembershipConfig } from '../config.ts'
import { GossipQueue } from '../gossip/index.ts'
import type { RoundTrip } from '../health/index.ts'
import type { Ring, Turns } from '../schedule/index.ts'

/** Accusers of one peer remembered; more change nothing. */
export const accusersMax = 8
/** Pings sent for others at a time; who asks for more is told nothing. */
export const relaysMax = 256

/** Other clusters that are told of in the life of one process. */
export const strangersMax = 16

/** A ping that is neither answered nor missed yet. */
export interface ProbeInFlight {
  readonly number: number
  readonly sentAt: Millis
  /** `indirect`: it was not answered in time, and others were asked to ask. */
  readonly stage: 'direct' | 'indirect'
  /** The last question to a suspect: without an answer it has failed. */
  readonly isLast: boolean
  /** The peer answered that it does not take us for a member. */
  readonly isRefused: boolean
  /** The transport found nobody there for us. */
  readonly isUnreachable: boolean
  /** Others that were asked, those of them that reported, and those that found nobody there. */
  readonly asked: number
  readonly reported: number
  readonly unreachable: number
}

/** What is held against a peer that is not alive. */
export interface Accusation {
  readonly since: Millis
  /** Who has evidence of its own, as far as is known here; at most `accusersMax`. */
  readonly by: readonly StoreTag[]
  /** How many have, as the claims say. */
  readonly observers: number
  /** When a suspect has had its time; undefined: it has failed. */
  readonly deadline: Millis | undefined
}

export interface PeerRecord {
  readonly view: PeerView
  readonly probe: ProbeInFlight | undefined
  /** undefined: alive. */
  readonly accusation: Accusation | undefined
  /** From when on its failure counts as lasting; undefined: not failed. */
  readonly failedSince: Millis | undefined
  /** When it was last asked though it has failed. */
  readonly triedAt: Millis
  /** The log says that it is down. */
  readonly isLoggedDown: boolean
}

/** A ping sent for another member. */
export interface Relay {
  readonly asker: Destination
  /** The number of the asker's probe. */
  readonly probe: number
  readonly about: StoreTag
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

/** Another member, as it was in the roster when one left. */
export interface Witness {
  readonly name: MemberName
  readonly address: Address
  /** It is known to have had the leaver for a member: its nack means that it has heard. */
  readonly hasKnown: boolean
}

/** A leave that no other member has confirmed yet. */
export interface PendingLeave {
  readonly command: CommandId
  readonly timeoutMs: Millis
  readonly witnesses: readonly Witness[]
  /** Some were asked before. */
  readonly isAsked: boolean
}

/** Somebody who asks to be let in. */
export interface Applicant {
  readonly request: JoinRequest
  readonly from: Sender
}

/** An applicant at the sponsor, while the store that holds the name is asked. */
export interface Sponsored extends Applicant {
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
  /** Names of `peers` by the tags of their stores. */
  readonly tags: ReadonlyMap<StoreTag, MemberName>
  /** How many of `peers` have not failed, kept because it is asked about at every ack. */
  readonly answeringCount: number
  /** How many of those were not heard of in this process: their life is not known. */
  readonly unheardCount: number
  /** Those of `peers` that are not alive or that the log says are down. */
  readonly unwell: ReadonlySet<MemberName>
  /** Hash of who is not alive, whatever the order (`claims/`). */
  readonly liveHash: number
  /** How often this member refuted in this life. */
  readonly refutations: number
  /** The life begun to outlive one that was thought to have begun later; 0: that of the start. */
  readonly life: Incarnation
  /** When that life began. */
  readonly outlivedAt: Millis
  /** When that was last put into the log. */
  readonly lifeLoggedAt: Millis
  /** Other clusters that asked for this member, as far as that was told. */
  readonly strangers: ReadonlySet<ClusterLabel>
  /** Lifeguard's local health: 0 is well. */
  readonly health: number
  /** When a timer was last found to be late: nothing that was not heard counts (M27). */
  readonly stalledAt: Millis
  readonly roundTrip: RoundTrip | undefined
  /** Share of direct probes of those alive that are missed, lately. */
  readonly missRate: number
  readonly gossip: GossipQueue
  /** News were told not long ago: what comes now waits for the timer. */
  readonly isGossiping: boolean
  /** By the number of the ping. */
  readonly relays: ReadonlyMap<number, Relay>
  /** Whose turn it is to be asked by whom; undefined: to be computed anew. */
  readonly ring: Ring | undefined
  readonly turns: Turns | undefined
  /** The round of the last turn; undefined: none yet. */
  readonly round: number | undefined
  readonly nextProbe: number
  readonly joining: PendingJoin | undefined
  /** The store of the last join that failed: if somebody did admit it, it is given up (M17). */
  readonly givenUp: StoreId | undefined
  readonly sponsored: ReadonlyMap<MemberName, Sponsored>
  /** Who is let in when `admitTimer` fires (M38); undefined: nobody was let in just before. */
  readonly admitting: ReadonlyMap<MemberName, Applicant> | undefined
  readonly leaving: PendingLeave | undefined
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
  tags: new Map(),
  answeringCount: 0,
  unheardCount: 0,
  unwell: new Set(),
  liveHash: 0,
  refutations: 0,
  life: 0,
  outlivedAt: Number.NEGATIVE_INFINITY,
  lifeLoggedAt: Number.NEGATIVE_INFINITY,
  strangers: new Set(),
  health: 0,
  stalledAt: Number.NEGATIVE_INFINITY,
  roundTrip: undefined,
  missRate: 0,
  gossip: GossipQueue.empty,
  isGossiping: false,
  relays: new Map(),
  ring: undefined,
  turns: undefined,
  round: undefined,
  nextProbe: 1,
  joining: undefined,
  givenUp: undefined,
  sponsored: new Map(),
  admitting: undefined,
  leaving: undefined,
  isRunning: true,
  isStarted: false,
  link: 'up',
})

/** The same, put together field by field as every kernel keeps it: docs/decisions/0022. */
export const recastMembership = (local: MembershipLocal): MembershipLocal => ({
  config: local.config,
  peers: local.peers,
  live: local.live,
  tags: local.tags,
  answeringCount: local.answeringCount,
  unheardCount: local.unheardCount,
  unwell: local.unwell,
  liveHash: local.liveHash,
  refutations: local.refutations,
  life: local.life,
  outlivedAt: local.outlivedAt,
  lifeLoggedAt: local.lifeLoggedAt,
  strangers: local.strangers,
  health: local.health,
  stalledAt: local.stalledAt,
  roundTrip: local.roundTrip,
  missRate: local.missRate,
  gossip: local.gossip,
  isGossiping: local.isGossiping,
  relays: local.relays,
  ring: local.ring,
  turns: local.turns,
  round: local.round,
  nextProbe: local.nextProbe,
  joining: local.joining,
  givenUp: local.givenUp,
  sponsored: local.sponsored,
  admitting: local.admitting,
  leaving: local.leaving,
  isRunning: local.isRunning,
  isStarted: local.isStarted,
  link: local.link,
})

/** Every peer in the roster as this member sees it. */
export const liveViewOf = (local: MembershipLocal): LiveView => local.live

/** This member's own connection is down: that nobody answers says nothing about them. */
export const isIsolated = (local: MembershipLocal): boolean => local.link === 'down'

/** A message of one kind, and whom it is from. */
export interface Received<M extends Message> {
  readonly from: Sender
  readonly message: M
}
