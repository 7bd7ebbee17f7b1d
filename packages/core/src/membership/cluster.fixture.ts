/**
 * Names for tests of membership: who is meant, by a short text, and what is said of them, in the
 * log and in claims. The member `b` has the store `storeOf('b')` and listens at `at('b')`; all are
 * in their life 1.
 */
import type {
  Address,
  Claim,
  ClusterEvent,
  ClusterId,
  MemberName,
  Sender,
  StoreId,
  StoreTag,
} from '../model/index.ts'
import { clusterLabel, tagOf } from '../model/index.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'

export const named = (text: string): MemberName => text as MemberName
export const at = (text: string): Address => `at-${text}` as Address
/** A store id by any text: its letters as two digits each, filled up with `0`. */
export const storeOf = (text: string): StoreId => {
  const digits = text
    .split('')
    .map((letter) => String(10 + letters.indexOf(letter)))
    .join('')
  return digits.padEnd(32, '0') as StoreId
}
export const tagFor = (text: string): StoreTag => tagOf(storeOf(text))
export const homeCluster: ClusterId = 'c'.repeat(32) as ClusterId
export const otherCluster: ClusterId = 'd'.repeat(32) as ClusterId

export const sender = (name: string, cluster: ClusterId | undefined = homeCluster): Sender => ({
  name: named(name),
  address: at(name),
  cluster: clusterLabel(cluster),
})

export const founded = (name: string): ClusterEvent => ({
  kind: 'cluster-founded',
  cluster: homeCluster,
  name: named(name),
  address: at(name),
  replicationFactor: 1,
})

export const joined = (
  name: string,
  store: string = name,
  replaces: StoreId | null = null,
): ClusterEvent => ({
  kind: 'member-joined',
  name: named(name),
  address: at(name),
  store: storeOf(store),
  replaces,
})

export const ejected = (name: string): ClusterEvent => ({
  kind: 'member-ejected',
  name: named(name),
  store: storeOf(name),
})

export const down = (name: string): ClusterEvent => ({
  kind: 'member-down',
  store: storeOf(name),
  incarnation: 1,
  reason: 'logged',
})

/** What somebody says of a member; of one alive, by default, the member itself, else `c`. */
export const claim = (
  about: string,
  status: Claim['status'],
  more: Partial<Omit<Claim, 'by'>> & { readonly by?: string } = {},
): Claim => {
  const { by = status === 'alive' ? about : 'c', ...rest } = more
  const observers = status === 'alive' ? 0 : 1
  const life = { incarnation: 1, refutations: 0, observers }
  return { about: tagFor(about), status, ...life, ...rest, by: tagFor(by) }
}
