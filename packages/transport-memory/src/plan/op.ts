/**
 * What may happen in a run, as data: something breaks for a while, or somebody uses the cluster.
 * Every operation is whole: it says when it begins and for how long, so that leaving it out leaves
 * nothing half done, which is what shrinking needs. Decides nothing; `run/breakage.ts` performs.
 */
import type { CrashPoint } from '../points/index.ts'

/** Frames between two groups are lost, one way or both. */
export interface Cut {
  readonly kind: 'cut'
  readonly side: readonly string[]
  readonly other: readonly string[]
  readonly isOneWay: boolean
  readonly forMs: number
}

/** Frames between two groups, both ways, wait and arrive in one burst at the end. */
export interface Clog {
  readonly kind: 'clog'
  readonly side: readonly string[]
  readonly other: readonly string[]
  readonly forMs: number
}

/** A share of all frames meets this fate. */
export interface Noise {
  readonly kind: 'noise'
  readonly of: NoiseKind
  /** 0 to 1. */
  readonly share: number
  readonly forMs: number
}

export type NoiseKind = 'loss' | 'duplicate' | 'reorder' | 'corrupt'

/** Links carry so much and no more. */
export interface Narrow {
  readonly kind: 'narrow'
  readonly bytesPerSecond: number
  readonly queueBytesMax: number
  readonly forMs: number
}

/** A process stands still while its clock runs on. */
export interface Pause {
  readonly kind: 'pause'
  readonly name: string
  readonly forMs: number
}

/** A process takes so long over each thing it does. */
export interface Slow {
  readonly kind: 'slow'
  readonly name: string
  readonly busyMs: number
  readonly forMs: number
}

/** A process ends at once and comes back. */
export interface Crash {
  readonly kind: 'crash'
  readonly name: string
  /** What its disk loses. */
  readonly lose: 'none' | 'unsynced' | 'all'
  /** A write that was not synced may be there in part. */
  readonly isTorn: boolean
  readonly back: Back
  /** Until it comes back. */
  readonly forMs: number
}

/** A process ends in the middle of what it asks of its disk, and comes back. */
export interface CrashAtCall {
  readonly kind: 'crash-at'
  readonly name: string
  /** The call; `fs:*`: any. */
  readonly point: Extract<CrashPoint, `fs:${string}`>
  /** At which of these calls from now on. */
  readonly nth: number
  readonly when: 'before' | 'after'
  /** It is ended and started now, so that the call may be one of its opening the log. */
  readonly isRestarted: boolean
  /** What its disk loses. */
  readonly lose: 'none' | 'unsynced'
  /** A write that was not synced may be there in part. */
  readonly isTorn: boolean
  /** How long the call is waited for; it comes back when that is over. */
  readonly forMs: number
}

/** Another machine with a copy of its disk has a process of the same name, for as long. */
export interface Clone {
  readonly kind: 'clone'
  readonly name: string
  readonly forMs: number
}

/** How a process comes back: as it was, at another address, or with an older disk. */
export type Back =
  | { readonly as: 'same' }
  | { readonly as: 'moved' }
  | { readonly as: 'backup'; readonly ageMs: number }

/** A clock goes wrong. */
export interface ClockFault {
  readonly kind: 'clock'
  readonly name: string
  readonly offsetMs: number
  readonly driftPpm: number
  readonly forMs: number
}

/** A disk goes wrong. */
export interface DiskFault {
  readonly kind: 'disk'
  readonly name: string
  readonly fault: DiskFaultKind
  readonly forMs: number
}

/** Bits of what is durable flip, at once and for good: found when they are read. */
export interface Rot {
  readonly kind: 'rot'
  readonly name: string
  readonly bits: number
  /** 0: what is rotten stays so. */
  readonly forMs: number
}

/** `full-midway`: some writes find no room when a part of them is taken, others find it. */
export type DiskFaultKind =
  | 'full'
  | 'full-midway'
  | 'read-error'
  | 'write-error'
  | 'sync-error'
  | 'slow'

/** Something breaks. */
export type FaultOp =
  | Cut
  | Clog
  | Noise
  | Narrow
  | Pause
  | Slow
  | Crash
  | CrashAtCall
  | Clone
  | ClockFault
  | DiskFault
  | Rot

/** Somebody uses the cluster: an operation of the workload, by its name. */
export interface UseOp {
  readonly kind: 'use'
  readonly use: string
}

/** When something happens. `id` keys its draws: leaving another out changes none of them. */
export interface Timed {
  readonly id: number
  /** Virtual milliseconds since the fault phase began. */
  readonly atMs: number
}

export type PlannedOp = (FaultOp | UseOp) & Timed

export const isFault = (op: PlannedOp): op is FaultOp & Timed => op.kind !== 'use'

/** Whom an operation names. */
export function namesIn(op: PlannedOp): readonly string[] {
  if (op.kind === 'cut' || op.kind === 'clog') return [...op.side, ...op.other]
  return 'name' in op ? [op.name] : []
}
