/**
 * What a checker is shown: members as their applications see them. It knows nothing of the kernel,
 * so that a wrong kernel cannot make a wrong history look right.
 */
import type { LogEntry, MemberState, StateInfo, VersionVector } from '@quorate/core'

/** One member at one moment. */
export interface Sight {
  /** Whose, for messages: the machine and which of its processes. */
  readonly who: string
  readonly state: MemberState['state']
  readonly log: readonly LogEntry[]
  readonly vector: VersionVector
  readonly hash: string
  readonly stateInfo: StateInfo
}

/** What is wrong, one sentence each; empty: nothing. */
export type Findings = readonly string[]

export const idOf = ({ stream, seq }: { readonly stream: string; readonly seq: number }): string =>
  `${stream}.${seq}`

/** Where an entry stands in the total order. */
export type Placed = Pick<LogEntry, 'hlc' | 'stream' | 'seq'>

/** By clock, then stream, then number, written anew: the checker's own idea of the total order. */
export function compareInOrder(a: Placed, b: Placed): number {
  const byClock = a.hlc.l - b.hlc.l || a.hlc.c - b.hlc.c
  if (byClock !== 0) return byClock
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1
  return a.seq - b.seq
}
