/**
 * How long until a crash is noticed: one member at a time ends without a word, at a random phase
 * of everybody's periods, and is started again when all others know; frames may be lost meanwhile.
 * The first suspicion is that of a detector that suspects; of one that does not, its first verdict.
 */
import { invariant } from '@quorate/core'
import { loss } from '@quorate/transport-memory'
import type { Spread } from '../figure.ts'
import { spreadOf } from '../measure.ts'
import {
  clusterAtRest,
  type ClusterOptions,
  type ObservedCluster,
  type Verdict,
} from './observed/index.ts'

/** So many members crash, one after another, while so many frames are lost. */
export interface Round {
  readonly kills: number
  /** Of all frames, 0 to 1. */
  readonly lossShare: number
}

export interface Distribution extends Spread {
  readonly mean: number
}

/** Times are virtual milliseconds since the crash. */
export interface KillsRow extends Round {
  readonly size: number
  readonly hints: boolean
  /** Anybody suspects it, or holds it for failed. */
  readonly firstSuspicion: Distribution
  /** Anybody holds it for failed. */
  readonly firstFailed: Distribution
  /** All survivors hold it for failed. */
  readonly knownByAll: Distribution
  /** From its restart until all are alive to all; of lost frames: until none is held for failed. */
  readonly backAgain: Distribution
  /** Failed verdicts about members that ran. */
  readonly failuresOfOthers: number
}

/** Between two kills at least: what the last one left behind fades. */
const quietMs = 5000
/** From here on it is never noticed. */
const noticedWithinMs = 300_000

interface Kill {
  readonly firstSuspicion: number
  readonly firstFailed: number
  readonly knownByAll: number
  readonly backAgain: number
  readonly failuresOfOthers: number
}

/** One row for each round, in this order, of the same cluster. */
export async function kills(
  options: ClusterOptions,
  rounds: readonly Round[],
): Promise<readonly KillsRow[]> {
  const cluster = await clusterAtRest(options)
  const rows: KillsRow[] = []
  for (const round of rounds) {
    const { size } = cluster
    const { hints = false } = options
    rows.push({ size, hints, ...round, ...(await killsOf(cluster, round)) })
  }
  return rows
}

type Measured = Omit<KillsRow, keyof Round | 'size' | 'hints'>

async function killsOf(cluster: ObservedCluster, round: Round): Promise<Measured> {
  const { lossShare } = round
  const undo = lossShare > 0 ? cluster.world.addRule(loss(lossShare)) : () => undefined
  const all: Kill[] = []
  for (let nth = 0; nth < round.kills; nth++) all.push(await kill(cluster, { nth, lossShare }))
  undo()
  const over = (what: (one: Kill) => number): Distribution => distributionOf(all.map(what))
  return {
    firstSuspicion: over(({ firstSuspicion }) => firstSuspicion),
    firstFailed: over(({ firstFailed }) => firstFailed),
    knownByAll: over(({ knownByAll }) => knownByAll),
    backAgain: over(({ backAgain }) => backAgain),
    failuresOfOthers: all.reduce((sum, one) => sum + one.failuresOfOthers, 0),
  }
}

interface Case {
  readonly nth: number
  readonly lossShare: number
}

async function kill(cluster: ObservedCluster, { nth, lossShare }: Case): Promise<Kill> {
  const { world, verdicts, draw, size } = cluster
  world.run(quietMs + draw.between({ min: 0, max: 1000 }, `phase ${nth} of ${lossShare}`))
  const victim = cluster.drawn(`victim ${nth} of ${lossShare}`)
  const { now: crashedAt } = world
  const { count } = verdicts
  cluster.crash(victim)
  const within = { withinMs: noticedWithinMs }
  world.runUntil(() => verdicts.failedBy(victim) === size - 1, within)
  const { now: knownAt } = world
  for (const member of cluster.members)
    invariant(member.isFailed(victim), `${member.name} shows what it says of ${victim}`)
  await cluster.restart(victim)
  // Where frames are lost, somebody is always suspected by someone.
  if (lossShare === 0) cluster.untilWhole()
  else world.runUntil(() => verdicts.isCalm, within)
  const said = verdicts.since(count)
  return {
    firstSuspicion: firstAbout(said, victim, ['suspected', 'failed']) - crashedAt,
    firstFailed: firstAbout(said, victim, ['failed']) - crashedAt,
    knownByAll: knownAt - crashedAt,
    backAgain: world.now - knownAt,
    failuresOfOthers: said.filter(({ about, kind }) => kind === 'failed' && about !== victim)
      .length,
  }
}

const firstAbout = (
  said: readonly Verdict[],
  name: string,
  kinds: readonly Verdict['kind'][],
): number =>
  said.find(({ about, kind }) => about === name && kinds.includes(kind))?.at ?? Number.NaN

const distributionOf = (values: readonly number[]): Distribution => ({
  ...spreadOf(values),
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
})
