/**
 * What a member answers from its own kernel, at once: the read side of the public door. Values go
 * out as copies: what the application does to them must not change what the member holds.
 */
import { encodeValue } from '../codec/index.ts'
import type { Kernel, LifecycleReason } from '../kernel/index.ts'
import { liveViewOf, type PeerInfo, peerInfosOf } from '../membership/index.ts'
import {
  type Address,
  copyValue,
  type Hash,
  type LogEntry,
  type MemberInfo,
  type MemberName,
  type Millis,
  type Notice,
  type Outcome,
  type PeerView,
  refuse,
  reservedKeys,
  succeed,
  toHex,
  type Value,
  type VersionVector,
} from '../model/index.ts'
import {
  atChange,
  atTime,
  atVector,
  type ClusterState,
  explain,
  type Explanation,
  type ExplanationSubject,
  type FailedMember,
  type LifecycleState,
  type Past,
  rosterOf,
  stateAsValue,
  type StateInfo,
  stateInfoOf,
  valueOf,
} from '../state/index.ts'
import { vectorOf } from '../log/index.ts'
import type { MachineStatus } from '../rim/index.ts'

/** Where the member is in its life, and why if that is not `operational`. */
export interface MemberState {
  readonly state: LifecycleState | 'stopped'
  readonly reasons: readonly (LifecycleReason | 'internal')[]
}

export interface MemberAddress {
  readonly name: MemberName
  readonly address: Address
}

/** Equal on two members exactly when they hold the same entries and agree on what they mean. */
export interface MemberVersion {
  /** Entries held per stream. */
  readonly vector: VersionVector
  /** Hash of the folded state, as hex. */
  readonly hash: string
}

/**
 * A moment of the log: a time, in milliseconds since 1970; a version that `version()` gave, of this
 * member or of another one; or that of a state info, its `ts`.
 */
export type Moment = Millis | MemberVersion | StateInfo['ts']

/** What was so at a moment. */
export interface PastState {
  readonly stateInfo: StateInfo
  /** Every member, by name. */
  readonly members: readonly MemberAddress[]
  /** How many entries it comes from. */
  readonly entries: number
}

export interface Pong {
  readonly name: string
  readonly roundTripMs: Millis
}

export function stateOf({ state, lifecycle, failure }: MachineStatus): MemberState {
  if (state !== 'stopped') return { state, reasons: lifecycle.reasons }
  return { state, reasons: failure === undefined ? [] : ['internal'] }
}

export const stateInfo = (kernel: Kernel): StateInfo => stateInfoIn(kernel.checkpoints.state)

const stateInfoIn = (state: ClusterState): StateInfo => copyValue(stateInfoOf(state)) as StateInfo

export function get(kernel: Kernel, key: string): Value | undefined {
  if (reservedKeys.includes(key)) return stateInfo(kernel)[key]
  const value = valueOf(kernel.checkpoints.state, key)
  return value === undefined ? undefined : copyValue(value)
}

export const members = (kernel: Kernel): readonly MemberAddress[] =>
  membersIn(kernel.checkpoints.state)

const membersIn = (state: ClusterState): readonly MemberAddress[] =>
  rosterOf(state).map(({ name, address }) => ({ name, address }))

export const peers = (kernel: Kernel): readonly PeerInfo[] =>
  peerInfosOf(kernel.membership, kernel.self)

const livePeers = (kernel: Kernel): readonly PeerView[] =>
  [...liveViewOf(kernel.membership).values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))

export const failedPeers = (kernel: Kernel): readonly FailedMember[] =>
  livePeers(kernel)
    .filter((peer) => peer.status === 'failed')
    .map(({ name, reason }) => ({ name, reason }))

export const operationalPeers = (kernel: Kernel): readonly MemberName[] =>
  livePeers(kernel)
    .filter((peer) => peer.status !== 'failed')
    .map((peer) => peer.name)

export function memberInfo(kernel: Kernel): { readonly [name: string]: MemberInfo } {
  const live = liveViewOf(kernel.membership)
  const infos = rosterOf(kernel.checkpoints.state).map(({ name, info }) => {
    const peer = live.get(name)
    const isSilent = peer?.status === 'failed'
    const shown = isSilent ? { error: `Network error (${peer.reason})` } : copyValue(info)
    return [name, shown as MemberInfo] as const
  })
  return Object.fromEntries(infos)
}

export const version = (kernel: Kernel): MemberVersion => ({
  vector: vectorOf(kernel.log),
  hash: hashOf(kernel.checkpoints.state, kernel.config.hash),
})

const hashOf = (state: ClusterState, hash: Hash): string =>
  toHex(hash(encodeValue(stateAsValue(state))))

export function pong(answer: unknown, roundTripMs: Millis): Pong {
  const name =
    typeof answer === 'object' && answer !== null && 'name' in answer ? String(answer.name) : ''
  return { name, roundTripMs }
}

export const log = (kernel: Kernel): readonly LogEntry[] =>
  kernel.log.ordered.slice(0).map(copyEntry)

export const explanations = (
  { checkpoints, log: { ordered } }: Kernel,
  subject: ExplanationSubject,
): readonly Explanation[] => explain(checkpoints.state, ordered, subject).map(copyPlain)

/** The state as of a moment, or why there is none. */
export function past(kernel: Kernel, moment: Moment, now: Millis): Outcome<PastState> {
  const found = foundAt(kernel, moment, now)
  if (!found.ok) return found
  const { state, entries } = found.value
  if (isVersion(moment) && hashOf(state, kernel.config.hash) !== moment.hash)
    return refuse('not-in-log', 'the entries it names do not come to its hash')
  return succeed({ stateInfo: stateInfoIn(state), members: membersIn(state), entries })
}

function foundAt(kernel: Kernel, moment: Moment, now: Millis): Outcome<Past> {
  if (typeof moment === 'number') return atTime(kernel, moment, now)
  if (isVersion(moment)) return atVector(kernel, moment.vector)
  const [author, counter] = moment
  return atChange(kernel, { author: author as MemberName, counter })
}

const isVersion = (moment: Moment): moment is MemberVersion =>
  typeof moment === 'object' && 'vector' in moment

/** An entry whose bytes and value are not those that the member keeps, sends and has hashed. */
export const copyEntry = (entry: LogEntry): LogEntry => ({
  stream: entry.stream,
  seq: entry.seq,
  store: entry.store,
  hlc: { ...entry.hlc },
  view: entry.view,
  deps: new Map(entry.deps),
  prev: entry.prev.slice(),
  event: copyPlain(entry.event),
  signature: entry.signature.slice(),
  bytes: entry.bytes.slice(),
  hash: entry.hash.slice(),
})

/** Only these two show values of the state info. */
export const copyNotice = (notice: Notice): Notice =>
  notice.kind === 'conflict' || notice.kind === 'revised' ? copyPlain(notice) : notice

/** For what is plain data all through, as `Value` is, though its type has a name of its own. */
const copyPlain = <Plain>(plain: Plain): Plain => copyValue(plain as Value) as Plain
