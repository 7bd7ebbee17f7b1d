/** The simulated world: members, a network and disks in memory, in virtual time, from a seed. */

/** Worlds. */
export { createWorld } from './world.ts'
export type { World, WorldOptions } from './world.ts'
export type { CutOptions } from './links.ts'
export type { EnvOptions, MemberEnv } from './machine.ts'
export type { Backup, BackupOptions, DiskFaults } from './disk/index.ts'
export type { CrashAtOptions, CrashOptions, CrashPoint, FsCall, PortPoint } from './points/index.ts'
export { DeadlineMissed } from './time/index.ts'
export type { ClockFaults, LifeState, TieOptions, TimelineLimits, Within } from './time/index.ts'
export type { Undo } from './undo.ts'
export { traceLine } from './trace.ts'
export type { Traced, TraceKind, TraceListener } from './trace.ts'

/** What applications get beside a member's ports. */
export type {
  ApplicationEnv,
  Logbook,
  Logged,
  LogLevel,
  TimerHandle,
  Timers,
} from './env/index.ts'

/** Ambient time, chance and I/O as errors; rejections that nobody handles. */
export { AmbientUse, guardAmbient, watchRejections } from './ambient/index.ts'
export type { AmbientCall, GuardOptions, Rejection, RejectionWatch } from './ambient/index.ts'

/** What may become of a frame. */
export { along, pass } from './fault.ts'
export type { Addresses, Rule, SentFrame, Verdict, WaitingFrame, Way } from './fault.ts'
export {
  capacity,
  clog,
  corrupt,
  duplicate,
  exponential,
  heavyTailed,
  latency,
  loss,
  oneWay,
  partition,
  pct,
  reorder,
  sizeLimit,
  swizzle,
} from './faults/index.ts'
export type { CapacityOptions, ExponentialOptions, HeavyTailedOptions } from './faults/index.ts'
export type { Held, PctOptions, SwizzleOptions } from './faults/index.ts'

/** Keyed draws. */
export { belowOf, bitsOf, drawsOf, keyOf, unitOf } from './random.ts'
export type { Draw, Key, Range, Seed } from './random.ts'

/** For simulations so large that HMACs would be most of their time. */
export { checksumCrypto } from './crypto/index.ts'

/** A log that needs no disk, with or without a world. */
export { MemoryLogStore } from './log/index.ts'
export type { LogCall, LogContent, MemoryLogStoreOptions, SetAside } from './log/index.ts'

/** What must hold of any history of a cluster, seen from outside. */
export * from './checkers/index.ts'

/** Simulations of an application: properties over many runs, scripts, what a failure leaves. */
export * from './simulate/index.ts'
export type {
  AppStart,
  Check,
  Checks,
  Op,
  Picker,
  RunView,
  Scenario,
  WorkloadTools,
} from './scenario/index.ts'
export { libraryScenario, op, Responder } from './scenario/index.ts'

/** Runs before they happen: plans, what draws them, what may break in them. */
export * from './plan/index.ts'

/** Runs carried out, tried out, cut down, and all there are. */
export {
  added,
  type Failure,
  type Machine,
  type Outcome,
  runPlan,
  type RunOptions,
} from './run/index.ts'
export * from './explore/index.ts'

/** Many runs of the library's own scenario, over worker threads. */
export * from './campaign/index.ts'

/** Seeing a run: a page, columns for the terminal, ShiViz. */
export { columnsOf, htmlOf, RunRecorder, shivizOf } from './view/index.ts'
export type {
  ColumnsOptions,
  CutRow,
  EntryRow,
  Fate,
  FrameRow,
  Lane,
  LeftOut,
  MarkRow,
  Micros,
  PlanLine,
  ProcessState,
  RecorderOptions,
  RunEnd,
  RunFailure,
  RunRecord,
  ShivizOptions,
  StateChange,
  StateRow,
  Word,
} from './view/index.ts'
