/** Door of replication: moving entries between logs (`docs/protocol/replication.md`). */
export { defaultReplicationConfig, type ReplicationConfig } from './config.ts'
export { decideReplication } from './decide.ts'
export { disseminate } from './dissemination.ts'
export { initialReplication, recastReplication, type ReplicationLocal } from './local.ts'
export { isPing, piggyback } from './piggyback.ts'
