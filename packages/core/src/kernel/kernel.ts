/**
 * A member as a value: its log, what the log means, the local state of each protocol, its clock,
 * its timers. `step.ts` makes the next one; nothing changes one in place.
 */
import { emptyLog, type EventLog } from '../log/index.ts'
import {
  type CommandId,
  type Hlc,
  type LogEntry,
  type Refusal,
  refusal,
  type Stamp,
  type StreamId,
  type VersionVector,
} from '../model/index.ts'
import { initialMembership, liveViewOf, type MembershipLocal } from '../membership/index.ts'
import { initialReplication, type ReplicationLocal } from '../replication/index.ts'
import { initialRequests, type RequestsLocal } from '../requests/index.ts'
import {
  type Checkpoints,
  type Context,
  emptyCheckpoints,
  type LifecycleState,
  type Self,
} from '../state/index.ts'
import { emptyVector, zeroHlc } from '../time/index.ts'
import { initialWrites, type WritesLocal } from '../writes/index.ts'
import type { KernelConfig } from './config.ts'
import { noTimers, type Timers } from './timers.ts'

/**
 * Why a member is degraded or ejected. `too-many-failed`: as many members are logged as failed as
 * the replication factor; `no-quorum`: no majority of members answers; `isolated`: its own link is
 * down; `displaced`: another store holds its name; `store-failed`: its log store takes no writes;
 * `store-full`: none until there is room again; `left`, `ejected` and `replaced`: what ended its
 * membership; `superseded`: another process has gone on with its store; `not-admitted`: whoever let
 * it in was out.
 */
export type LifecycleReason =
  | 'too-many-failed'
  | 'no-quorum'
  | 'isolated'
  | 'displaced'
  | 'store-failed'
  | 'store-full'
  | 'left'
  | 'ejected'
  | 'replaced'
  | 'superseded'
  | 'not-admitted'

export interface LifecycleStatus {
  readonly state: LifecycleState
  readonly reasons: readonly LifecycleReason[]
}

/** In so many periods a member hears from enough others to tell whether its own clock is off. */
const clockKeepPeriods = 30

export const joiningStatus: LifecycleStatus = { state: 'joining', reasons: [] }

/** Whether the log store has room. */
export interface StoreRoom {
  readonly isFull: boolean
  /** What it said when it refused. */
  readonly reason: string
}

export const roomEnough: StoreRoom = { isFull: false, reason: '' }

/** An append that is not durable yet: what it adds, and who waits for it. */
export interface PendingBatch {
  readonly batch: number
  readonly counts: ReadonlyMap<StreamId, number>
  readonly settles: readonly CommandId[]
  /** Who this member is again if the disk does not take the log it begins; undefined: none is. */
  readonly before: Self | undefined
  /** What was set aside for that log, if it does not hold the same. */
  readonly aside: Aside | undefined
}

export const nothingBegun: Pick<PendingBatch, 'before' | 'aside'> = {
  before: undefined,
  aside: undefined,
}

/** What a kernel holds of a log. */
export type Aside = Pick<
  Kernel,
  'log' | 'known' | 'durable' | 'pending' | 'checkpoints' | 'savedAt' | 'hlc'
>

export interface Kernel {
  readonly config: KernelConfig
  readonly self: Self
  readonly isLoaded: boolean
  /** Why the log store takes no more writes; undefined: it does. */
  readonly storeFailure: string | undefined
  /** An entry of the own store that came from others, and that this process did not write. */
  readonly strange: LogEntry | undefined
  readonly storeRoom: StoreRoom
  readonly log: EventLog
  /** What this run's own entries have named of other streams. */
  readonly known: VersionVector
  readonly durable: VersionVector
  readonly pending: readonly PendingBatch[]
  readonly nextBatch: number
  readonly checkpoints: Checkpoints
  /** How long the log was when a checkpoint of it was last kept. */
  readonly savedAt: number
  readonly hlc: Hlc
  readonly timers: Timers
  readonly lifecycle: LifecycleStatus
  readonly membership: MembershipLocal
  readonly replication: ReplicationLocal
  readonly writes: WritesLocal
  readonly requests: RequestsLocal
}

export function initialKernel(config: KernelConfig): Kernel {
  const { name, address, role, settings } = config
  return {
    config,
    self: {
      name,
      address,
      role,
      incarnation: 0,
      store: undefined,
      cluster: undefined,
      run: undefined,
    },
    isLoaded: false,
    storeFailure: undefined,
    strange: undefined,
    storeRoom: roomEnough,
    log: emptyLog,
    known: emptyVector,
    durable: emptyVector,
    pending: [],
    nextBatch: 1,
    checkpoints: emptyCheckpoints,
    savedAt: 0,
    hlc: zeroHlc,
    timers: noTimers,
    lifecycle: joiningStatus,
    membership: initialMembership(settings.membership),
    replication: initialReplication(settings.replication),
    writes: initialWrites(settings.writes),
    requests: initialRequests(settings.requests),
  }
}

/**
 * The kernel with these parts instead of its own; what is undefined is none of them. Field by
 * field, never by spread: see docs/decisions/0022.
 */
export function kernelWith(kernel: Kernel, parts: Partial<Kernel>): Kernel {
  return {
    config: parts.config ?? kernel.config,
    self: parts.self ?? kernel.self,
    isLoaded: parts.isLoaded ?? kernel.isLoaded,
    storeFailure: parts.storeFailure ?? kernel.storeFailure,
    strange: parts.strange ?? kernel.strange,
    storeRoom: parts.storeRoom ?? kernel.storeRoom,
    log: parts.log ?? kernel.log,
    known: parts.known ?? kernel.known,
    durable: parts.durable ?? kernel.durable,
    pending: parts.pending ?? kernel.pending,
    nextBatch: parts.nextBatch ?? kernel.nextBatch,
    checkpoints: parts.checkpoints ?? kernel.checkpoints,
    savedAt: parts.savedAt ?? kernel.savedAt,
    hlc: parts.hlc ?? kernel.hlc,
    timers: parts.timers ?? kernel.timers,
    lifecycle: parts.lifecycle ?? kernel.lifecycle,
    membership: parts.membership ?? kernel.membership,
    replication: parts.replication ?? kernel.replication,
    writes: parts.writes ?? kernel.writes,
    requests: parts.requests ?? kernel.requests,
  }
}

/** Why the log store takes nothing now. */
export function whyNotStored({ storeFailure, storeRoom }: Kernel): Refusal | undefined {
  if (storeFailure !== undefined) return refusal('store-failed', storeFailure)
  return storeRoom.isFull ? refusal('store-full', storeRoom.reason) : undefined
}

/** What a protocol may read when it decides on an input with this stamp. */
export function contextOf(kernel: Kernel, stamp: Stamp): Context {
  return {
    self: kernel.self,
    at: stamp.at,
    wall: stamp.wall,
    entropy: stamp.entropy,
    hash: kernel.config.hash,
    lifecycle: kernel.lifecycle.state,
    state: kernel.checkpoints.state,
    log: kernel.log,
    durable: kernel.durable,
    live: liveViewOf(kernel.membership),
    clockAheadMaxMs: kernel.config.settings.replication.clockAheadMaxMs,
    clockKeepMs: kernel.membership.config.periodMs * clockKeepPeriods,
    logStreamsMax: kernel.config.settings.writes.logStreamsMax,
    isEstranged: kernel.strange !== undefined && kernel.strange.store === kernel.self.store,
  }
}
