/**
 * Members with logs of real entries, for tests of replication: who writes what, what a member
 * decides with, and what happens to it. Nothing here decides.
 */
import { append, authorEntry, emptyLog, type EventLog } from '../log/index.ts'
import { headOf, holdingHash, knownBy, vectorOf } from '../log/index.ts'
import type {
  Address,
  ClusterEvent,
  ClusterId,
  Effect,
  Hash,
  Input,
  LogEntry,
  MemberName,
  MemberStatus,
  Message,
  Millis,
  PeerView,
  RunId,
  Sender,
  Stamp,
  StoreId,
  StreamId,
} from '../model/index.ts'
import { clusterLabel, streamOf } from '../model/index.ts'
import { type Context, foldLog } from '../state/index.ts'
import { tick, zeroHlc } from '../time/index.ts'

const cluster = 'c'.repeat(32) as ClusterId
export const nameOf = (text: string): MemberName => text as MemberName
export const addressOf = (name: string): Address => `at-${name}` as Address
export const storeOf = (name: string): StoreId => name.slice(0, 1).repeat(32) as StoreId
const streamOfMember = (name: string): StreamId =>
  streamOf(storeOf(name), name.slice(0, 1).repeat(16) as RunId)

/** Eight FNV-1a hashes side by side: enough to tell entries apart. */
export const testHash: Hash = (bytes) => {
  const lanes = new Uint32Array(8).map((_, lane) => 0x811c9dc5 ^ (lane * 0x9e3779b9))
  for (const byte of bytes)
    for (let lane = 0; lane < 8; lane++)
      lanes[lane] = Math.imul((lanes[lane] ?? 0) ^ byte, 0x01000193 + lane * 2)
  return new Uint8Array(lanes.buffer)
}

export const putOf = (key: string, value = key): ClusterEvent => ({
  kind: 'state-info-put',
  key,
  value,
  basis: null,
})
export const ejectionOf = (name: string): ClusterEvent => ({
  kind: 'member-ejected',
  name: nameOf(name),
  store: storeOf(name),
})
const joinOf = (name: string): ClusterEvent => ({
  kind: 'member-joined',
  name: nameOf(name),
  address: addressOf(name),
  store: storeOf(name),
  replaces: null,
})

/** The log with one more entry, by a member's store, after all that it holds. */
export function write(
  log: EventLog,
  name: string,
  event: ClusterEvent,
  wall: Millis = 0,
): EventLog {
  const stream = streamOfMember(name)
  const last = log.ordered.last()
  const hlc = tick(last?.hlc ?? zeroHlc, wall)
  const known = knownBy(log, stream)
  return append(log, authorEntry({ log, stream, hlc, view: 0, event, hash: testHash, known }).entry)
}

/** A founded the cluster and admitted the others. */
export function clusterLog(...others: readonly string[]): EventLog {
  const founded: ClusterEvent = {
    kind: 'cluster-founded',
    cluster,
    name: nameOf('a'),
    address: addressOf('a'),
    replicationFactor: 2,
  }
  return others.reduce((log, name) => write(log, 'a', joinOf(name)), write(emptyLog, 'a', founded))
}

/** What a digest says of all of a log. */
export const holdingOf = (log: EventLog): Uint8Array =>
  holdingHash({ log, vector: vectorOf(log), forks: new Set() }, testHash)

/** Every entry of a log, or of one member's stream from `start`. */
export const entriesOf = (log: EventLog, name?: string, start = 0): readonly LogEntry[] =>
  name === undefined
    ? [...log.ordered]
    : (log.streams.get(streamOfMember(name))?.slice(start) ?? [])

export const headOfMember = (log: EventLog, name: string): LogEntry => {
  const head = headOf(log, streamOfMember(name))
  if (head === undefined) throw new Error(`${name} wrote nothing`)
  return head
}

export interface Situation {
  readonly name?: string
  readonly at?: Millis
  readonly wall?: Millis
  readonly lifecycle?: Context['lifecycle']
  readonly cluster?: ClusterId | undefined
  readonly log?: EventLog
  /** By default all of the log. */
  readonly durable?: EventLog
  /** Peers in the live view; by default b and c, alive. */
  readonly peers?: Readonly<Record<string, MemberStatus>>
  readonly entropy?: number
}

/** What a member (by default a of a, b, c, with an operational cluster) decides with. */
export function contextOf(situation: Situation = {}): Context {
  const { name = 'a', at = 0, log = clusterLog('b', 'c') } = situation
  const peers = situation.peers ?? { b: 'alive', c: 'alive' }
  return {
    self: {
      name: nameOf(name),
      address: addressOf(name),
      role: 'member',
      incarnation: 1,
      store: storeOf(name),
      cluster: 'cluster' in situation ? situation.cluster : cluster,
      run: undefined,
    },
    ...stampAt(at, situation.entropy),
    wall: situation.wall ?? at,
    hash: testHash,
    lifecycle: situation.lifecycle ?? 'operational',
    state: foldLog(log.ordered),
    log,
    durable: vectorOf(situation.durable ?? log),
    live: new Map(
      Object.entries(peers).map(([peer, status]) => [nameOf(peer), peerView(peer, status)]),
    ),
    clockAheadMaxMs: 10_000,
    clockKeepMs: 5_000,
    logStreamsMax: 12_288,
    isEstranged: false,
  }
}

const peerView = (name: string, status: MemberStatus): PeerView => ({
  name: nameOf(name),
  store: storeOf(name),
  address: addressOf(name),
  status,
  incarnation: 1,
  refutations: 0,
  reason: '',
  since: 0,
  lastAck: undefined,
  roundTripMs: undefined,
  clockOffsetMs: undefined,
  clock: undefined,
})

const stampAt = (at: Millis, entropy = 0): Stamp => ({
  at,
  wall: at,
  entropy: new Uint8Array(16).fill(entropy),
})

export const senderOf = (name: string, label: string = clusterLabel(cluster)): Sender => ({
  name: nameOf(name),
  address: addressOf(name),
  cluster: label,
})

export const received = (from: Sender, message: Message): Input => ({
  kind: 'message-received',
  from,
  message,
  ...stampAt(0),
})

export const fired = (timer: string): Input => ({
  kind: 'timer-fired',
  timer,
  deadline: 0,
  ...stampAt(0),
})

/** The messages of one kind that are sent, and to whom. */
export const sent = <Kind extends Message['kind']>(effects: readonly Effect[], kind: Kind) =>
  effects.flatMap((effect) =>
    effect.kind === 'send' && effect.message.kind === kind
      ? [{ to: effect.to.address, ...(effect.message as Extract<Message, { kind: Kind }>) }]
      : [],
  )

export const noticesIn = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === 'publish' ? [effect.notice] : []))
