/**
 * What members say to each other: the meaning of frames. Each kind has a row in
 * `docs/protocol/`, one encoder and one checked decoder in `codec/`. Several messages may ride in
 * one frame; each becomes its own input.
 */
import {
  type Address,
  chosenName,
  type ClusterId,
  type MemberName,
  type StoreId,
  type StoreTag,
} from './ids.ts'
import type { LogEntry } from './entry.ts'
import type { VersionVector } from './entry-id.ts'
import type { Claim, Incarnation } from './member.ts'
import type { Millis } from '../data/index.ts'
import type { Outcome, RefusalKind } from './refusal.ts'
import type { Value } from '../data/index.ts'

// Membership (docs/protocol/membership.md)

/** Are you there? `probe` comes back in the `ack`. */
export interface Ping {
  readonly kind: 'ping'
  readonly probe: number
  readonly store: StoreTag
  /** Hash of who is not alive to the sender: where it is another here, views are compared. */
  readonly liveHash: number
}

export interface Ack {
  readonly kind: 'ack'
  readonly probe: number
  readonly store: StoreTag
  readonly incarnation: Incarnation
  readonly refutations: number
  /** The sender's wall clock. */
  readonly wall: Millis
}

/** Ask `about` for me whether it is there: it does not answer me. */
export interface PingRequest {
  readonly kind: 'ping-request'
  /** Comes back in the `ping-report`. */
  readonly probe: number
  readonly about: StoreTag
}

/** What came of a `ping-request`. Always answered, so that silence tells of the way to here. */
export interface PingReport {
  readonly kind: 'ping-report'
  readonly probe: number
  readonly about: StoreTag
  readonly finding: PingFinding
  /** What its ack said; 0 unless `heard`. */
  readonly incarnation: Incarnation
  readonly refutations: number
}

/** `unreachable`: the transport knows that nobody listens there. */
export type PingFinding = 'heard' | 'silent' | 'unreachable'

/** News about members, told a number of times to whoever is spoken to. */
export interface Gossip {
  readonly kind: 'gossip'
  readonly claims: readonly Claim[]
}

/** All that the sender thinks not alive, to one whose `liveHash` differs. */
export interface LiveReport {
  readonly kind: 'live-report'
  readonly claims: readonly Claim[]
  /** What it wants to hear: nothing, since it is an answer; what is known better; or all. */
  readonly asks: 'nothing' | 'unwell' | 'all'
}

/** Not to you: the sender of `about` is no member here, or this is not who it asked for. */
export interface Nack {
  readonly kind: 'nack'
  readonly about: 'ping' | 'ping-request' | 'join-request' | 'request' | 'digest' | 'pull' | 'delta'
  readonly refusal: RefusalKind
}

/** Let me in as `name`, with this new and empty store. Repeated until answered. */
export interface JoinRequest {
  readonly kind: 'join-request'
  readonly name: MemberName
  readonly address: Address
  readonly store: StoreId
  /** The store the joiner had in the contact's cluster, if it was in it before. */
  readonly previous: StoreId | null
}

export interface JoinReply {
  readonly kind: 'join-reply'
  readonly store: StoreId
  readonly outcome: Outcome<ClusterId>
}

// Replication (docs/protocol/replication.md)

/** Hash of what the sender holds durably; another hash than one's own starts an exchange. */
/** Bytes of a version vector's hash that a digest carries. */
export const vectorHashBytes = 8

export interface Digest {
  readonly kind: 'digest'
  /** First `vectorHashBytes` of the hash of the version vector. */
  readonly vectorHash: Uint8Array
}

/** This is what I hold; send what I lack, at most so many bytes of entries. */
export interface Pull {
  readonly kind: 'pull'
  readonly vector: VersionVector
  readonly bytesMax: number
}

/** Entries in total order, causally closed for whoever asked. */
export interface Delta {
  readonly kind: 'delta'
  readonly entries: readonly LogEntry[]
  /** More is left for the asker: pull again. */
  readonly more: boolean
  /** How many more times new entries may be passed on; 0 for an answer to a pull. */
  readonly hops: number
}

// Requests (docs/protocol/requests.md)

/** What a request asks for. All but `data` are answered by the member itself. */
export type RequestSubject = 'data' | 'ping' | 'state-info' | 'member-info'

export interface Request {
  readonly kind: 'request'
  /** Unique among the sender's requests of one run: at most one execution per id. */
  readonly id: number
  readonly subject: RequestSubject
  /** The life of the receiver this is meant for; 0: whichever. Another life must not run it. */
  readonly incarnation: Incarnation
  readonly data: Value
}

export interface Reply {
  readonly kind: 'reply'
  readonly id: number
  readonly outcome: Outcome<Value>
}

export type Message =
  | Ping
  | Ack
  | PingRequest
  | PingReport
  | Gossip
  | LiveReport
  | Nack
  | JoinRequest
  | JoinReply
  | Digest
  | Pull
  | Delta
  | Request
  | Reply

export type MessageKind = Message['kind']
export type MessageOf<Kind extends MessageKind> = Extract<Message, { kind: Kind }>

/** Who sent a message, from what its frame's MAC covers. */
export interface Sender {
  readonly name: MemberName
  readonly address: Address
  /** First 8 bytes of the sender's cluster id, as hex; empty for a client. */
  readonly cluster: ClusterLabel
}

/** The part of a cluster id that frames carry: its first 16 hex digits, or '' for none. */
export type ClusterLabel = string

export const clusterLabel = (cluster: ClusterId | undefined): ClusterLabel =>
  cluster?.slice(0, 16) ?? ''

/** Where a message goes. A name that is not known yet (a contact) is undefined. */
export interface Destination {
  readonly name: MemberName | undefined
  readonly address: Address
}

/** Where frames for a listed member go: a displaced one still answers to the name it chose. */
export const destinationOf = ({ name, address }: Destination): Destination => ({
  name: name && chosenName(name),
  address,
})
