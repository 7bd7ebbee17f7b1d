/**
 * Members to ask and to be asked, for tests of requests: contexts over one small cluster, and the
 * inputs that happen to them. Nothing here decides.
 */
import { emptyLog } from '../log/index.ts'
import type {
  Address,
  Ask,
  ClusterEvent,
  ClusterId,
  Effect,
  Incarnation,
  Input,
  LogEntry,
  MemberName,
  Message,
  Millis,
  Outcome,
  PeerView,
  RunId,
  Sender,
  Stamp,
  StoreId,
  Value,
} from '../model/index.ts'
import { clusterLabel, streamOf } from '../model/index.ts'
import { type ClusterState, type Context, foldLog } from '../state/index.ts'

const cluster = 'c'.repeat(32) as ClusterId
export const nameOf = (text: string): MemberName => text as MemberName
export const addressOf = (name: string): Address => `at-${name}` as Address
const storeOf = (name: string): StoreId => name.slice(0, 1).repeat(32) as StoreId

export const senderOf = (name: string, label: string = clusterLabel(cluster)): Sender => ({
  name: nameOf(name),
  address: addressOf(name),
  cluster: label,
})

/** A founds the cluster and admits b and c. */
const events: readonly ClusterEvent[] = [
  {
    kind: 'cluster-founded',
    cluster,
    name: nameOf('a'),
    address: addressOf('a'),
    replicationFactor: 2,
  },
  ...['b', 'c'].map(
    (name): ClusterEvent => ({
      kind: 'member-joined',
      name: nameOf(name),
      address: addressOf(name),
      store: storeOf(name),
      replaces: null,
    }),
  ),
  { kind: 'member-info-changed', info: { rack: 7 } },
]

const noBytes = new Uint8Array(0)

const entryOf = (event: ClusterEvent, seq: number): LogEntry => ({
  stream: streamOf(storeOf('a'), 'a'.repeat(16) as RunId),
  seq,
  store: storeOf('a'),
  hlc: { l: seq + 1, c: 0 },
  view: 0,
  deps: new Map(),
  prev: noBytes,
  event,
  signature: noBytes,
  bytes: noBytes,
  hash: noBytes,
})

export const clusterState: ClusterState = foldLog(events.map(entryOf))

/** Lives of members: a is 1 by default; a peer that is not named here is not known. */
export type Lives = Readonly<Record<string, Incarnation>>

export interface Situation {
  readonly name?: string
  readonly at?: Millis
  readonly incarnation?: Incarnation
  readonly lifecycle?: Context['lifecycle']
  readonly role?: Context['self']['role']
  /** What the live view knows of the others' lives. */
  readonly lives?: Lives
  /** First byte of the entropy. */
  readonly entropy?: number
}

/** What a member (by default a, operational, at 0) decides with. */
export function contextOf(situation: Situation = {}): Context {
  const { name = 'a', at = 0, lives = {}, role = 'member' } = situation
  return {
    self: {
      name: nameOf(name),
      address: addressOf(name),
      role,
      incarnation: situation.incarnation ?? 1,
      store: role === 'client' ? undefined : storeOf(name),
      cluster: role === 'client' ? undefined : cluster,
      run: undefined,
    },
    ...stampAt(at, situation.entropy),
    hash: (bytes) => bytes,
    lifecycle: situation.lifecycle ?? 'operational',
    state: clusterState,
    log: emptyLog,
    durable: new Map(),
    live: new Map(
      Object.entries(lives).map(([peer, life]) => [nameOf(peer), peerView(peer, life)]),
    ),
    clockAheadMaxMs: 10_000,
    clockKeepMs: 5_000,
    logStreamsMax: 12_288,
    isEstranged: false,
  }
}

const peerView = (name: string, incarnation: Incarnation): PeerView => ({
  name: nameOf(name),
  store: storeOf(name),
  address: addressOf(name),
  status: 'alive',
  incarnation,
  refutations: 0,
  reason: '',
  since: 0,
  lastAck: undefined,
  roundTripMs: undefined,
  clockOffsetMs: undefined,
  clock: undefined,
})

export const stampAt = (at: Millis, entropy = 0): Stamp => ({
  at,
  wall: at,
  entropy: new Uint8Array(16).fill(entropy),
})

export function asking(id: number, ask: Partial<Ask> = {}): Input {
  const to = { name: nameOf('b'), address: undefined }
  const command: Ask = { kind: 'ask', to, subject: 'data', data: id, timeoutMs: 5000, ...ask }
  return { kind: 'command-issued', id, command, ...stampAt(0) }
}

export const received = (from: Sender, message: Message): Input => ({
  kind: 'message-received',
  from,
  message,
  ...stampAt(0),
})

export const served = (key: string, outcome: Outcome<Value>): Input => ({
  kind: 'request-served',
  key,
  outcome,
  ...stampAt(0),
})

export const fired = (timer: string): Input => ({
  kind: 'timer-fired',
  timer,
  deadline: 0,
  ...stampAt(0),
})

/** The effects of one kind, in order. */
export const only = <Kind extends Effect['kind']>(
  effects: readonly Effect[],
  kind: Kind,
): readonly Extract<Effect, { kind: Kind }>[] =>
  effects.filter((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind)
