/** Door of clusters that are watched from outside. */
export { clusterAtRest } from './at-rest.ts'
export { type ClusterOptions, type Machines, ObservedCluster } from './cluster.ts'
export { type BacklogOrder, standStill } from './stand-still.ts'
export { episodesOf, type Verdict } from './verdicts.ts'
export type { Meeting, Sent } from './wire.ts'
