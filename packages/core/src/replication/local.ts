/**
 * What replication keeps between inputs: whom it asked for entries and awaits an answer from, and
 * the last vector hash it computed. At most one pull a peer, so bounded by the roster and by
 * `unknownAskedMax`.
 */
import type { MemberName, StreamId, VersionVector } from '../model/index.ts'
import type { ReplicationConfig } from './config.ts'

/** What is held, and its hash, so that a digest of what did not change costs nothing. */
export interface HashedVector {
  readonly vector: VersionVector
  readonly forks: ReadonlySet<StreamId>
  readonly hash: Uint8Array
}

/** Forked streams told of in the life of a process. */
export const forksMax = 256

/** Pulls outstanding at those whom nobody knows. */
export const unknownAskedMax = 8

export interface ReplicationLocal {
  readonly config: ReplicationConfig
  /** Peers with a pull outstanding (R4). */
  readonly pulls: ReadonlySet<MemberName>
  /** Streams of which two contents were told of; at most `forksMax`, more are not told. */
  readonly forks: ReadonlySet<StreamId>
  /** undefined: none computed yet. */
  readonly hashed: HashedVector | undefined
}

export const initialReplication = (config: ReplicationConfig): ReplicationLocal => ({
  config,
  pulls: new Set(),
  forks: new Set(),
  hashed: undefined,
})

/** The same, put together field by field as every kernel keeps it: docs/decisions/0022. */
export const recastReplication = (local: ReplicationLocal): ReplicationLocal => ({
  config: local.config,
  pulls: local.pulls,
  forks: local.forks,
  hashed: local.hashed,
})
