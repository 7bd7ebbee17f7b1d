/**
 * All members keep their event loops busy at once, on a machine with fewer cores than processes:
 * nobody fails, everybody is late. How often somebody says otherwise.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { ProcessCluster } from './process-cluster.ts'
import { countOf, type ToldKind } from './told.ts'

export interface BurnPlan {
  readonly forMs: number
  /** Before it, and after it until nothing more is to come of it. */
  readonly restMs: number
}

export interface BurnReport {
  /** Notices of all members together. */
  readonly suspected: number
  readonly failed: number
  readonly down: number
  /** Milliseconds of the longest stall, of each member. */
  readonly stallsMs: readonly number[]
}

export async function measureBurn(
  cluster: ProcessCluster,
  { forMs, restMs }: BurnPlan,
): Promise<BurnReport> {
  await pause(restMs)
  await cluster.whole()
  const from = Date.now()
  const burnt = await Promise.all(cluster.members.map((member) => member.burn(forMs)))
  await cluster.whole()
  await pause(restMs)
  await cluster.whole()
  const count = (kind: ToldKind): number => countOf(cluster.members, kind, from)
  return {
    suspected: count('peer-suspected'),
    failed: count('peer-failed'),
    down: count('member-down'),
    stallsMs: burnt.map(({ stallMaxMs }) => stallMaxMs),
  }
}
