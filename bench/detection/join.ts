/**
 * How long until all know all, when all but one ask that one to be let in at the same instant.
 */
import { spreadOf } from '../measure.ts'
import { type ClusterOptions, ObservedCluster } from './observed/index.ts'

/** Times are virtual milliseconds since they asked. */
export interface JoinRow {
  readonly size: number
  /** Half of the members list all. */
  readonly medianListsMs: number
  /** All list all. */
  readonly allListMs: number
  /** All list all, and hold all for alive. */
  readonly allAliveMs: number
  /** Joins that were refused or ran out of time. */
  readonly refused: number
  /** Sent by all members until then, greetings included. */
  readonly frames: number
  readonly bytes: number
}

/** Between two looks: as exact as a time is. */
const everyMs = 10
const withinMs = 300_000

export async function joinBurst(options: ClusterOptions): Promise<JoinRow> {
  const cluster = new ObservedCluster(options)
  for (const name of cluster.names) await cluster.start(name)
  const { world, wire, founder, size } = cluster
  wire.begin()
  const since = world.now
  const joins = cluster.members
    .filter(({ name }) => name !== founder)
    .map((member) => member.join(founder).then(accepted, refused))
  const { medianListsMs, allListMs } = await untilListed(cluster)
  cluster.untilWhole({ everyMs })
  const allAliveMs = world.now - since
  const { sent } = wire.end()
  const outcomes = await world.settle(Promise.all(joins))
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)
  return {
    size,
    medianListsMs,
    allListMs,
    allAliveMs,
    refused: sum(outcomes),
    frames: sum(sent.map(({ frames, greetings }) => frames + greetings)),
    bytes: sum(sent.map(({ bytes, greetingBytes }) => bytes + greetingBytes)),
  }
}

const accepted = (): number => 0
const refused = (): number => 1

/** Looks at those only that do not list all yet: a roster only grows here. */
async function untilListed({
  world,
  members,
  size,
}: ObservedCluster): Promise<Pick<JoinRow, 'medianListsMs' | 'allListMs'>> {
  const since = world.now
  const listed: number[] = []
  let waiting = members
  while (waiting.length > 0 && world.now - since < withinMs) {
    await world.advance(everyMs)
    waiting = waiting.filter((member) => member.members().length < size)
    while (listed.length < size - waiting.length) listed.push(world.now - since)
  }
  for (const _ of waiting) listed.push(Number.POSITIVE_INFINITY)
  const { value, max } = spreadOf(listed)
  return { medianListsMs: value, allListMs: max }
}
