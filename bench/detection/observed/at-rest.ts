/**
 * A cluster in which nothing but probing goes on. They join one after another, each ends as soon
 * as it is in, and in the end all are started at once: so the log grows at one member and reaches
 * the others in one piece each, where joining a running cluster would bring every entry to every
 * member alone. The founder probes nobody meanwhile, and so condemns nobody.
 */
import type { Member } from '@quorate/core'
import { type ClusterOptions, ObservedCluster } from './cluster.ts'

/** What news of the start may still need. */
const restMs = 10_000

export async function clusterAtRest(options: ClusterOptions): Promise<ObservedCluster> {
  const cluster = new ObservedCluster(options)
  const { world, founder } = cluster
  const first = await cluster.start(founder)
  await world.settle(first.pauseHousekeeping())
  const joiners = cluster.othersThan(founder)
  for (const name of joiners) await letIn(cluster, name)
  cluster.wire.beginMeeting(world.now)
  for (const name of joiners) await cluster.restart(name)
  await world.settle(first.resumeHousekeeping())
  cluster.untilWhole()
  world.run(restMs)
  cluster.untilWhole()
  return cluster
}

async function letIn(cluster: ObservedCluster, name: string): Promise<void> {
  const member: Member = await cluster.start(name)
  await cluster.world.settle(member.join(cluster.founder))
  cluster.crash(name)
}
