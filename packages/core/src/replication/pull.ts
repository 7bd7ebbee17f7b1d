/**
 * Asking a peer for what one lacks: one pull at a time per peer (R4), given up after `pullRetryMs`,
 * so that a lost message delays an exchange and never ends it. A pull names only what is durable
 * here, or will be by the time it is sent (R1).
 */
import type {
  Address,
  Effect,
  LogEntry,
  MemberName,
  Pull,
  TimerKey,
  VersionVector,
} from '../model/index.ts'
import type { Context } from '../state/index.ts'
import type { ReplicationLocal } from './local.ts'

/** Whom to ask: a sender, or a member of the roster. */
export interface Peer {
  readonly name: MemberName
  readonly address: Address
}

export interface Started {
  readonly local: ReplicationLocal
  readonly effects: readonly Effect[]
}

const timerPrefix = 'replication/pull/'

export const pullTimer = (name: MemberName): TimerKey => timerPrefix + name

/** The peer a pull timer is about; undefined: another timer. */
export const peerOfTimer = (timer: TimerKey): MemberName | undefined =>
  timer.startsWith(timerPrefix) ? (timer.slice(timerPrefix.length) as MemberName) : undefined

/** Asks `to` for what it has and this member lacks, unless it was asked and has not answered. */
export function startPull(local: ReplicationLocal, context: Context, to: Peer): Started {
  if (local.pulls.has(to.name)) return { local, effects: [] }
  const awaiting = awaitPull(local, context, to)
  const send = sendPull(local, context.durable, to)
  return { local: awaiting.local, effects: [send, ...awaiting.effects] }
}

/** Marks a pull as outstanding, with its deadline; the sending is the caller's. */
export function awaitPull(local: ReplicationLocal, context: Context, to: Peer): Started {
  const deadline = context.at + local.config.pullRetryMs
  return {
    local: { ...local, pulls: new Set(local.pulls).add(to.name) },
    effects: [{ kind: 'arm', timer: pullTimer(to.name), deadline }],
  }
}

export function sendPull(local: ReplicationLocal, vector: VersionVector, to: Peer): Effect {
  const message: Pull = { kind: 'pull', vector, bytesMax: local.config.deltaBytesMax }
  return { kind: 'send', to: { name: to.name, address: to.address }, message }
}

/** The peer answered, or will not any more. */
export function endPull(local: ReplicationLocal, name: MemberName): ReplicationLocal {
  if (!local.pulls.has(name)) return local
  const pulls = new Set(local.pulls)
  pulls.delete(name)
  return { ...local, pulls }
}

/** What is durable once these entries are: the vector of a pull that waits for them. */
export function durableWith(context: Context, entries: readonly LogEntry[]): VersionVector {
  if (entries.length === 0) return context.durable
  const vector = new Map(context.durable)
  for (const { stream, seq } of entries)
    vector.set(stream, Math.max(seq + 1, vector.get(stream) ?? 0))
  return vector
}
