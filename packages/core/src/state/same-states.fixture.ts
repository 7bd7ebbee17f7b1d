/**
 * Whether two folds came to the same, part by part: as `stateAsValue` would say, at a fraction of
 * its cost, for tests that compare millions.
 */
import type { PersistentMap } from '../collections/index.ts'
import type { ClusterState, EntryOutcome, StoreRecord } from './cluster-state.ts'

export const sameStates = (a: ClusterState, b: ClusterState): boolean =>
  a.cluster === b.cluster &&
  a.memberCount === b.memberCount &&
  a.replicationFactor === b.replicationFactor &&
  sameVersion(a, b) &&
  sameMaps(a.stores, b.stores, sameRecords) &&
  sameMaps(a.names, b.names, (x, y) => x === y) &&
  sameMaps(a.values, b.values, (x, y) => x.set === y.set && x.value === y.value) &&
  sameMaps(a.outcomes, b.outcomes, sameOutcomes)

const sameVersion = (a: ClusterState, b: ClusterState): boolean =>
  a.ts.counter === b.ts.counter &&
  a.ts.author === b.ts.author &&
  a.tsold.counter === b.tsold.counter &&
  a.tsold.author === b.tsold.author

function sameMaps<K, V>(
  a: PersistentMap<K, V>,
  b: PersistentMap<K, V>,
  same: (x: V, y: V) => boolean,
): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of a.entries()) {
    const other = b.get(key)
    if (other === undefined || !same(value, other)) return false
  }
  return true
}

const sameRecords = (a: StoreRecord, b: StoreRecord): boolean =>
  a === b ||
  (a.name === b.name &&
    a.address === b.address &&
    a.status === b.status &&
    a.admitted === b.admitted &&
    a.ended === b.ended &&
    a.infoSet === b.infoSet &&
    a.down === b.down &&
    a.downTimes.join() === b.downTimes.join())

const sameOutcomes = (a: EntryOutcome, b: EntryOutcome): boolean =>
  a.kind === 'void'
    ? b.kind === 'void' && a.reason === b.reason
    : b.kind === 'lost' && a.to === b.to
