/**
 * How a run ended: what failed, if something did, and what it was, as figures that are exact
 * functions of the plan.
 */
import type { Member, Notice } from '@quorate/core'
import type { Account } from '../checkers/index.ts'
import type { PortPoint } from '../points/index.ts'
import type { Told } from '../plan/index.ts'
import type { Failure } from './violation.ts'

/** A machine at the end of a run. */
export interface Machine {
  readonly name: string
  /** undefined: its process has ended. */
  readonly member: Member | undefined
  /** What the process that runs was told. */
  readonly told: readonly Notice[]
}

export interface Outcome {
  /** undefined: everything held. */
  readonly failure: Failure | undefined
  /** Of everything that happened. */
  readonly hash: string
  readonly virtualMs: number
  /** Virtual time from which the plan counts its own: the members are together. */
  readonly beginMs: number
  /** Events of the trace. */
  readonly events: number
  /** What each operation of the workload turned out to be. */
  readonly told: Told
  /** How often each operation of the plan was carried out, by kind; else it was passed over. */
  readonly performed: ReadonlyMap<string, number>
  /** How often a process ended at each call that it was to end at. */
  readonly crashes: ReadonlyMap<PortPoint, number>
  /** How often each rare branch was taken. */
  readonly marks: ReadonlyMap<string, number>
  /** How long the core took to hold the same log; undefined: it did not come to that. */
  readonly convergedAfterMs: number | undefined
  /**
   * The state of all members when the faults ended: equal texts, equal futures but for timing.
   * Empty: an application's future depends on more than the scenario tells.
   */
  readonly stateAtMend: string
  /** What became of the acknowledged writes; undefined: it did not come to that. */
  readonly account: Account | undefined
  readonly machines: readonly Machine[]
}

/** Counts by name, added up. */
export function added(
  all: ReadonlyMap<string, number>,
  more: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const sum = new Map(all)
  for (const [name, count] of more) sum.set(name, (sum.get(name) ?? 0) + count)
  return sum
}
