/**
 * Who is called failed though nobody crashed: hours of a cluster in which one member, or every
 * link, is a little broken all the time. Each such verdict is false. Suspicions are counted too,
 * which are what a detector is to get over; episodes, not members that heard of them.
 */
import { along, loss } from '@quorate/transport-memory'
import {
  clusterAtRest,
  type ClusterOptions,
  episodesOf,
  type ObservedCluster,
  standStill,
} from './observed/index.ts'

/**
 * `pauses`: one member stands still for one second of five; `loses-sent`, `loses-received`: one in
 * five frames from or to one member vanishes; `all-lose`: one in twenty of all frames.
 */
export type Trouble = 'pauses' | 'loses-sent' | 'loses-received' | 'all-lose'

export const troubles: readonly Trouble[] = ['pauses', 'loses-sent', 'loses-received', 'all-lose']

export interface FalseAlarmsOptions extends ClusterOptions {
  readonly trouble: Trouble
  /** How long it is broken. */
  readonly forMs: number
}

export interface FalseAlarmsRow {
  readonly size: number
  readonly trouble: Trouble
  readonly forMs: number
  /** How often anybody came to be suspected. */
  readonly suspicions: number
  /** How often anybody came to be held for failed. */
  readonly failures: number
  /** The same of all but the one that is broken. */
  readonly failuresOfOthers: number
}

const oneMembersLoss = 0.2
const everybodysLoss = 0.05
const pauseMs = 1000
/** Between two pauses, so that they wander through everybody's periods: 4 s in the mean. */
const runsMs = { min: 3500, max: 4500 }

export async function falseAlarms(options: FalseAlarmsOptions): Promise<FalseAlarmsRow> {
  const { trouble, forMs } = options
  const cluster = await clusterAtRest(options)
  const { verdicts } = cluster
  const broken = cluster.drawn('broken')
  const { count } = verdicts
  beBroken(cluster, { trouble, broken, forMs })
  const said = verdicts.since(count)
  const failed = episodesOf(said, 'failed')
  return {
    size: cluster.size,
    trouble,
    forMs,
    suspicions: episodesOf(said, 'suspected'),
    failures: failed,
    failuresOfOthers: episodesOf(
      said.filter(({ about }) => about !== broken),
      'failed',
    ),
  }
}

interface Breaking {
  readonly trouble: Trouble
  readonly broken: string
  readonly forMs: number
}

/** Lets that much time pass, or until the last pause that begins in it is over. */
function beBroken(cluster: ObservedCluster, { trouble, broken, forMs }: Breaking): void {
  const { world } = cluster
  const its = world.addressesOf([broken])
  switch (trouble) {
    case 'pauses':
      return pauseNowAndThen(cluster, broken, forMs)
    case 'loses-sent':
      world.addRule(along({ from: its }, loss(oneMembersLoss)))
      break
    case 'loses-received':
      world.addRule(along({ to: its }, loss(oneMembersLoss)))
      break
    case 'all-lose':
      world.addRule(loss(everybodysLoss))
  }
  world.run(forMs)
}

function pauseNowAndThen(cluster: ObservedCluster, name: string, forMs: number): void {
  const { world, draw } = cluster
  const until = world.now + forMs
  for (let nth = 0; world.now < until; nth++) {
    world.run(draw.between(runsMs, `runs ${nth}`))
    standStill(cluster, { name, forMs: pauseMs, order: 'timers-first' })
  }
}
