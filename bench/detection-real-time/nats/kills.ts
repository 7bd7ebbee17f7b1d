/**
 * Members killed with SIGKILL one at a time, each at a random phase of the others' probing, and how
 * long it takes until they know. Each is started again under its name, and all see it, before the
 * next one's turn.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { ProcessCluster } from './process-cluster.ts'
import { accusing, failing, saidAt, type Subject, type Teller, type ToldKind } from './told.ts'

export interface KillsPlan {
  readonly kills: number
  /** Rest before each, and a random part of it again. */
  readonly restMs: number
}

/** Milliseconds after the kill. */
export interface KillReport {
  /** Somebody suspects it or finds it failed. */
  readonly firstWordMs: number
  readonly firstFailedMs: number
  /** All survivors find it failed. */
  readonly allFailedMs: number
}

export async function measureKills(
  cluster: ProcessCluster,
  { kills, restMs }: KillsPlan,
): Promise<readonly KillReport[]> {
  const reports: KillReport[] = []
  for (let turn = 0; turn < kills; turn++) {
    await pause(restMs * (1 + Math.random()))
    await cluster.whole()
    const victim = cluster.memberAt(turn)
    const survivors = cluster.othersThan(victim)
    const killed: Subject = { name: victim.name, from: await victim.kill() }
    await cluster.until(`all find ${victim.name} failed`, () =>
      survivors.every((each) => saidAt(each, killed, failing) !== undefined),
    )
    reports.push(killReport(survivors, killed))
    await cluster.respawn(victim)
  }
  return reports
}

/** NaN for what was never said. */
export function killReport(survivors: readonly Teller[], killed: Subject): KillReport {
  const after = (kinds: readonly ToldKind[]): readonly number[] =>
    survivors.map((each) => (saidAt(each, killed, kinds) ?? Number.NaN) - killed.from)
  const failedMs = after(failing)
  return {
    firstWordMs: leastOf(after(accusing)),
    firstFailedMs: leastOf(failedMs),
    allFailedMs: Math.max(...failedMs),
  }
}

/** Of those that there are. */
function leastOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.length === 0 ? Number.NaN : Math.min(...known)
}
