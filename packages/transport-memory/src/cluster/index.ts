/** Door of a run's cluster: its machines, and what was asked of them. */
export type { Actor } from './actor.ts'
export { Cluster, isIn } from './cluster.ts'
export { Ledger } from './ledger.ts'
