/**
 * What a cluster costs in which nothing happens: frames and bytes that each member sends a second,
 * once everybody has met everybody, at several shares of lost frames. What members say of each
 * other meanwhile is wrong, since nobody is broken: counted too.
 */
import { type Seed, loss } from '@quorate/transport-memory'
import type { Spread } from '../figure.ts'
import { spreadOf } from '../measure.ts'
import {
  clusterAtRest,
  type ClusterOptions,
  episodesOf,
  type Meeting,
  type ObservedCluster,
  type Sent,
} from './observed/index.ts'

export interface RestOptions extends ClusterOptions {
  /** Of all frames, 0 to 1; one row for each, in this order, of the same cluster. */
  readonly lossShares: readonly number[]
  /** How long is measured. */
  readonly forMs: number
}

/** Values are means of all members, the extremes are those of single ones. */
export interface RestRow {
  readonly size: number
  readonly seed: Seed
  readonly lossShare: number
  readonly forMs: number
  readonly probeFramesPerSecond: Spread
  /** Greetings left out, here and below. */
  readonly framesPerSecond: Spread
  readonly bytesPerSecond: Spread
  /** Frames of greetings in this time, of each member. */
  readonly greetings: Spread
  /** The greetings of before, and how long it took until all had met all. */
  readonly meeting: Meeting
  /** All did. */
  readonly isMet: boolean
  /** Frames of all members by the kinds of messages in them. */
  readonly kinds: Readonly<Record<string, number>>
  /** Of members of which all are well. */
  readonly suspicions: number
  readonly failures: number
}

/** After the share of lost frames changed. */
const settlingMs = 30_000

export async function rest(options: RestOptions): Promise<readonly RestRow[]> {
  const cluster = await clusterAtRest(options)
  meet(cluster)
  const { isMet, meeting } = cluster.wire
  return options.lossShares.map((lossShare) => ({
    ...restRow(cluster, { lossShare, forMs: options.forMs }),
    isMet,
    meeting,
  }))
}

/** Greetings are not waited for longer than this: they are counted apart anyway. */
const meetingMaxMs = 600_000

/** In the end everybody has probed everybody, if all are probed in turn. */
function meet({ world, wire, size }: ObservedCluster): void {
  const until = world.now + Math.min((4 * size + 10) * 1000, meetingMaxMs)
  while (!wire.isMet && world.now < until) world.run(1000)
}

type Measured = Omit<RestRow, 'isMet' | 'meeting'>

function restRow(
  { world, wire, verdicts, size }: ObservedCluster,
  { lossShare, forMs }: Pick<RestRow, 'lossShare' | 'forMs'>,
): Measured {
  const undo = lossShare > 0 ? world.addRule(loss(lossShare)) : () => undefined
  world.run(settlingMs)
  const before = verdicts.count
  wire.begin()
  world.run(forMs)
  const count = wire.end()
  const said = verdicts.since(before)
  undo()
  const perSecond = (what: (sent: Sent) => number): Spread =>
    meanOf(count.sent.map((sent) => (what(sent) * 1000) / forMs))
  return {
    size,
    seed: world.seed,
    lossShare,
    forMs,
    probeFramesPerSecond: perSecond(({ probeFrames }) => probeFrames),
    framesPerSecond: perSecond(({ frames }) => frames),
    bytesPerSecond: perSecond(({ bytes }) => bytes),
    greetings: meanOf(count.sent.map(({ greetings }) => greetings)),
    kinds: Object.fromEntries(count.kinds),
    suspicions: episodesOf(said, 'suspected'),
    failures: episodesOf(said, 'failed'),
  }
}

const meanOf = (values: readonly number[]): Spread => {
  const { min, max } = spreadOf(values)
  return { value: values.reduce((sum, value) => sum + value, 0) / values.length, min, max }
}
