/**
 * A cluster in which nothing but probing goes on: all but one ask that one to be let in at the same
 * instant, and the news of that are left to fade.
 */
import { invariant } from '@quorate/core'
import { type ClusterOptions, ObservedCluster } from './cluster.ts'

/** Each claim is told a bounded number of times: it takes longer, the more members there are. */
const fadingMaxMs = 600_000

export async function clusterAtRest(options: ClusterOptions): Promise<ObservedCluster> {
  const cluster = new ObservedCluster(options)
  const { world, founder, wire } = cluster
  for (const name of cluster.names) await cluster.start(name)
  wire.beginMeeting(world.now)
  const joiners = cluster.members.filter(({ name }) => name !== founder)
  await world.settle(Promise.all(joiners.map((member) => member.join(founder))))
  cluster.untilWhole()
  fade(cluster)
  cluster.untilWhole()
  return cluster
}

/** Lets time pass until, for a second, no frame has carried news. */
function fade({ world, wire }: ObservedCluster): void {
  const until = world.now + fadingMaxMs
  let hasNews = true
  while (hasNews) {
    invariant(world.now < until, `news of the start fade within ${fadingMaxMs} ms`)
    wire.begin()
    world.run(1000)
    hasNews = [...wire.end().kinds.keys()].some((kinds) => kinds.includes('gossip'))
  }
}
