/**
 * What becomes of a member whose event loop is blocked for some seconds, again and again: whether
 * it accuses the others, whom it did not hear meanwhile, and whether they give it up. Another
 * member each time; between two of these all have time to calm down. Every other stall begins at
 * some phase of a period, and every other one at the worst moment, which chance hardly ever finds:
 * just after it asked somebody, so that the answer waits for it together with the deadline.
 */
import { peekFrame } from '@quorate/core'
import { pass } from '@quorate/transport-memory'
import {
  type BacklogOrder,
  clusterAtRest,
  type ClusterOptions,
  type ObservedCluster,
  standStill,
  type Verdict,
} from './observed/index.ts'

export interface StallOptions extends ClusterOptions {
  /** How long each time. */
  readonly stallMs: number
  /** How often; the phases of those that begin at any are spread evenly. */
  readonly stalls: number
  /** What of that which it missed happens first. */
  readonly order: BacklogOrder
}

export interface StallRow {
  readonly size: number
  readonly stallMs: number
  readonly stalls: number
  readonly order: BacklogOrder
  /** Others that it suspects or holds for failed: all its verdicts, of all times. */
  readonly accusations: number
  /** Times in which anybody suspected anybody else, it or one accused by it. */
  readonly suspicions: number
  /** Times in which anybody held it for failed. */
  readonly failures: number
  /** Times in which anybody held another one for failed. */
  readonly failuresOfOthers: number
}

/** Before a stall, and after it for what follows from it. */
const calmMs = 10_000
const periodMs = 1000

interface Stalled {
  readonly name: string
  readonly said: readonly Verdict[]
}

export async function stall(options: StallOptions): Promise<StallRow> {
  const { stallMs, stalls, order } = options
  const cluster = await clusterAtRest(options)
  const all: Stalled[] = []
  for (let nth = 0; nth < stalls; nth++) {
    cluster.world.run(calmMs + (nth * periodMs) / stalls)
    all.push(stallOnce(cluster, { nth, stallMs, order }))
    cluster.untilWhole()
  }
  const times = (isMeant: (verdict: Verdict, name: string) => boolean): number =>
    all.filter(({ name, said }) => said.some((verdict) => isMeant(verdict, name))).length
  return {
    size: cluster.size,
    stallMs,
    stalls,
    order,
    accusations: all.reduce((sum, { name, said }) => sum + accusationsBy(name, said), 0),
    suspicions: times(({ kind }) => kind === 'suspected'),
    failures: times(({ kind, about }, name) => kind === 'failed' && about === name),
    failuresOfOthers: times(({ kind, about }, name) => kind === 'failed' && about !== name),
  }
}

interface Stall extends Pick<StallOptions, 'stallMs' | 'order'> {
  readonly nth: number
}

function stallOnce(cluster: ObservedCluster, { nth, stallMs: forMs, order }: Stall): Stalled {
  const { world, verdicts } = cluster
  const name = cluster.drawn(`stalled ${nth}`)
  if (nth % 2 === 1) untilProbing(cluster, name)
  const { count } = verdicts
  standStill(cluster, { name, forMs, order })
  world.run(calmMs)
  return { name, said: verdicts.since(count) }
}

/** Lets time pass until this member has asked somebody whether it is there. */
function untilProbing({ world }: ObservedCluster, name: string): void {
  let isProbing = false
  const undo = world.addRule(({ from, bytes }) => {
    isProbing ||= from === name && peekFrame(bytes)?.kinds.includes('ping') === true
    return pass
  })
  world.runUntil(() => isProbing)
  undo()
}

const accusationsBy = (name: string, said: readonly Verdict[]): number =>
  said.filter(({ by, kind }) => by === name && kind !== 'recovered').length
