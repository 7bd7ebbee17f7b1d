/** Door of a run's cluster: its machines, and what was asked of them. */
export type { Actor, Place } from './actor.ts'
export { Cluster } from './cluster.ts'
export { callText, Ledger } from './ledger.ts'
