/**
 * What a simulation is about: the application, what is done with it, what may break, and what must
 * hold. Everything but the application's own code has a default; the library's own invariants hold
 * always.
 */
import type { LogStore, Member, PartialSettings } from '@quorate/core'
import type { MemberEnv } from '../machine.ts'
import type { Duration, FaultMix } from '../plan/index.ts'
import type { RunView } from './run-view.ts'
import type { Op } from './op.ts'
import type { WorkloadTools } from './workload.ts'

/** What an application is made from, at every start of its process. */
export interface AppStart {
  readonly name: string
  readonly member: Member
  /** Clock, timers, randomness, disk: in place of the ambient ones. */
  readonly env: MemberEnv
}

/** True: it holds. False, a text, or a throw: it does not; the text says why. */
export type Check<App> = (run: RunView<App>) => boolean | string

export type Checks<App> = { readonly [name: string]: Check<App> }

export interface Scenario<App = undefined> {
  /** Members, or how many; `any`: one to seven, drawn for each run. Default 5. */
  readonly members?: number | readonly string[] | 'any'
  /** The application, built at every start of a process. */
  readonly app?: (start: AppStart) => App | Promise<App>
  /**
   * What an application's future depends on, as JSON, for exhaustive runs: they do not go on from
   * what they have seen before. Default: nothing is taken to have been seen, if there is one.
   */
  readonly stateOf?: (app: App) => unknown
  /** What users do. Default: nothing. */
  readonly workload?: (tools: WorkloadTools<App>) => readonly Op[]
  /** Operations of the workload a virtual minute; each run draws a third to all. Default 60. */
  readonly opsPerMinute?: number
  /** Default `fault.swarm()`. */
  readonly faults?: FaultMix
  /** How long things break and are done. Default 10 minutes. */
  readonly run?: Duration
  /** `joined` (default): all are one cluster first. `either`: in some runs they meet at the end. */
  readonly start?: 'joined' | 'either'
  /**
   * Probabilistic concurrency testing: frames go by keyed priorities that change `pctDepth - 1`
   * times in a run. Default 0: frames take what the latency says.
   */
  readonly pctDepth?: number
  /** Must hold after every event. */
  readonly always?: Checks<App>
  /** Must come to hold once nothing is broken any more. */
  readonly eventually?: Checks<App>
  /** How long `eventually` may take after the members agree. Default 60 s. */
  readonly settle?: Duration
  /**
   * Default true: once nothing is broken and nothing is done, no log grows for a minute, and no
   * frames are sent but those of probing. False for an application that does so by itself.
   */
  readonly isQuiet?: boolean
  readonly settings?: PartialSettings
  /** The log store of each process. Default: one in memory with the faults of a disk. */
  readonly log?: (env: MemberEnv) => LogStore
}
