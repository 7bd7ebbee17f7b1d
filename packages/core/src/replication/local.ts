/**
 * What replication keeps between inputs: whom it asked for entries and awaits an answer from, and
 * the last vector hash it computed. At most one pull a peer, so bounded by the roster.
 */
import type { MemberName, VersionVector } from '../model/index.ts'
import type { ReplicationConfig } from './config.ts'

/** A version vector and its hash, so that a digest of what did not change costs nothing. */
export interface HashedVector {
  readonly vector: VersionVector
  readonly hash: Uint8Array
}

export interface ReplicationLocal {
  readonly config: ReplicationConfig
  /** Peers with a pull outstanding (R4). */
  readonly pulls: ReadonlySet<MemberName>
  /** undefined: none computed yet. */
  readonly hashed: HashedVector | undefined
}

export const initialReplication = (config: ReplicationConfig): ReplicationLocal => ({
  config,
  pulls: new Set(),
  hashed: undefined,
})

/** The same, put together field by field as every kernel keeps it: docs/decisions/0022. */
export const recastReplication = (local: ReplicationLocal): ReplicationLocal => ({
  config: local.config,
  pulls: local.pulls,
  hashed: local.hashed,
})
