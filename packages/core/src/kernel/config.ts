/**
 * Joins the settings of all protocols and checks the relations between them once, at start. A
 * wrong setting is refused with its name and what is allowed; nothing is corrected silently.
 */
import { streamsMax } from '../log/index.ts'
import type { Address, Hash, MemberName, Refusal } from '../model/index.ts'
import { refusal } from '../model/index.ts'
import {
  defaultMembershipConfig,
  type MembershipConfig,
  wrongInMembership,
} from '../membership/index.ts'
import { defaultReplicationConfig, type ReplicationConfig } from '../replication/index.ts'
import { defaultRequestsConfig, type RequestsConfig } from '../requests/index.ts'
import { defaultWritesConfig, type WritesConfig } from '../writes/index.ts'

/** The knobs of each protocol; every one documented where it is declared. */
export interface Settings {
  readonly membership: MembershipConfig
  readonly replication: ReplicationConfig
  readonly writes: WritesConfig
  readonly requests: RequestsConfig
}

export const defaultSettings: Settings = {
  membership: defaultMembershipConfig,
  replication: defaultReplicationConfig,
  writes: defaultWritesConfig,
  requests: defaultRequestsConfig,
}

export interface KernelConfig {
  readonly name: MemberName
  readonly address: Address
  readonly role: 'member' | 'client'
  /** With an empty log: become a cluster of one, rather than wait to be let into one. */
  readonly foundsCluster: boolean
  /** Of a cluster that this member founds; a joiner takes over its cluster's. */
  readonly replicationFactor: number
  /** SHA-256. */
  readonly hash: Hash
  readonly settings: Settings
}

/** The first thing wrong with the configuration, or undefined. */
export function checkConfig(config: KernelConfig): Refusal | undefined {
  const { membership, replication, writes, requests } = config.settings
  const factor = config.replicationFactor
  if (!Number.isInteger(factor) || factor < 1 || factor > 1000)
    return refusal('invalid-option', 'replicationFactor must be a whole number from 1 to 1000')
  const bad =
    firstNotPositive('replication', replication) ??
    firstNotPositive('writes', writes) ??
    firstNotPositive('requests', requests)
  if (bad !== undefined) return refusal('invalid-option', `${bad} must be a number above 0`)
  const wrong = wrongInMembership(membership)
  if (wrong !== undefined) return refusal('invalid-option', wrong)
  if (writes.entryBytesMax > replication.deltaBytesMax)
    return refusal(
      'invalid-option',
      'writes.entryBytesMax must be at most replication.deltaBytesMax: an entry must fit a delta',
    )
  if (writes.logStreamsMax > streamsMax)
    return refusal(
      'invalid-option',
      `writes.logStreamsMax must be at most ${streamsMax}: a vector must name every stream`,
    )
  return undefined
}

function firstNotPositive(group: string, settings: object): string | undefined {
  const bad = Object.entries(settings).find(
    ([, value]) => typeof value !== 'number' || !(Number.isFinite(value) && value > 0),
  )
  return bad === undefined ? undefined : `settings.${group}.${bad[0]}`
}
