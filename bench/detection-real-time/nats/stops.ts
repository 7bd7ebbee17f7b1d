/**
 * A member stopped with SIGSTOP for a while and let go on with SIGCONT: a process that stands still
 * while its connection stays open. What the others make of it, what it makes of them, and how long
 * it takes until all is well.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { ProcessCluster } from './process-cluster.ts'
import { accusing, backAt, countOf, failing, saidAt, type Subject, type Teller } from './told.ts'

export interface StopPlan {
  readonly forMs: number
  /** Before it, and after it until nothing more is to come of it. */
  readonly restMs: number
}

export interface StopReport {
  /** How many others said so. */
  readonly suspectedBy: number
  readonly failedBy: number
  /** Until all that had accused it hold it to be alive, milliseconds after it went on. */
  readonly recoveredMs: number
  /** How often it accused others itself. */
  readonly accusations: number
}

export interface Stopped {
  readonly member: Teller
  readonly stoppedAt: number
  readonly resumedAt: number
}

export async function measureStop(
  cluster: ProcessCluster,
  { forMs, restMs }: StopPlan,
): Promise<StopReport> {
  await pause(restMs * (1 + Math.random()))
  await cluster.whole()
  const member = cluster.memberAt(1)
  const stoppedAt = await member.stop()
  await pause(forMs)
  const resumedAt = await member.resume()
  await cluster.whole()
  await pause(restMs)
  await cluster.whole()
  return stopReport(cluster.othersThan(member), { member, stoppedAt, resumedAt })
}

export function stopReport(others: readonly Teller[], stopped: Stopped): StopReport {
  const { member, stoppedAt, resumedAt } = stopped
  const subject: Subject = { name: member.name, from: stoppedAt }
  const accusers = others.filter((each) => saidAt(each, subject, accusing) !== undefined)
  const backMs = accusers.map((each) => recoveryOf(each, subject) - resumedAt)
  return {
    suspectedBy: others.filter((each) => saidAt(each, subject, ['peer-suspected'])).length,
    failedBy: others.filter((each) => saidAt(each, subject, failing)).length,
    recoveredMs: Math.max(0, ...backMs),
    accusations: accusing.reduce((sum, kind) => sum + countOf([member], kind, stoppedAt), 0),
  }
}

/** After the last accusation, which may come when it goes on already. */
function recoveryOf(teller: Teller, { name, from }: Subject): number {
  const last = teller.notices.findLast(
    (each) => each.name === name && each.at >= from && accusing.includes(each.kind),
  )
  return backAt(teller, { name, from: last?.at ?? from }) ?? Number.NaN
}
