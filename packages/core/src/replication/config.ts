/**
 * The knobs of replication. `kernel/config.ts` checks that each is above 0 and that an entry fits
 * a delta.
 */
import type { Millis } from '../model/index.ts'

export interface ReplicationConfig {
  /**
   * Bytes of entries and their heads in one delta at most; default 262,144. Larger: fewer round
   * trips for a member far behind; it must fit the transport's frame.
   */
  readonly deltaBytesMax: number
  /**
   * Peers that new entries are pushed to at once; default 3. More: news arrives in fewer hops, at
   * as many copies more; none is needed for convergence, which anti-entropy ensures.
   */
  readonly pushFanout: number
  /** A pull that is not answered may be repeated after this; default 1,000 ms. */
  readonly pullRetryMs: Millis
  /**
   * How far ahead of the wall clock an entry's clock may be; default 10,000 ms, the same on all
   * members. A member logs nothing while its own clock is more than half of this from a majority's,
   * or its log ahead of its wall by more than this (`clock-unsynchronised`): nobody would take it.
   */
  readonly clockAheadMaxMs: Millis
}

export const defaultReplicationConfig: ReplicationConfig = {
  deltaBytesMax: 262_144,
  pushFanout: 3,
  pullRetryMs: 1000,
  clockAheadMaxMs: 10_000,
}
