/** Door of a run's cluster: its machines, and what was asked of them. */
export type { Actor, Place } from './actor.ts'
export { Cluster, isIn } from './cluster.ts'
export { type Call, callText, Ledger } from './ledger.ts'
