/**
 * Whether the settings of membership go together: one by one, and each with those that it rests on.
 * It corrects nothing.
 */
import type { MembershipConfig } from './config.ts'
import { claimBytesMax } from './gossip/index.ts'
import { accusersMax } from './local/index.ts'

const wholeNumbers = [
  'indirectProbes',
  'gossipFanout',
  'gossipBytesMax',
  'broadcastMax',
  'confirmations',
  'healthMax',
  'downObservers',
  'downsPerHourMax',
  'joinPullBytesMax',
  'admitMax',
  'leaveFanout',
  'sponsoredMax',
  'holderProbes',
] as const satisfies readonly (keyof MembershipConfig)[]

/** The first thing wrong, as a sentence that names the setting; undefined: nothing. */
export function wrongInMembership(config: MembershipConfig): string | undefined {
  return wrongAlone(config) ?? relations.find(({ holds }) => !holds(config))?.detail
}

function wrongAlone(config: MembershipConfig): string | undefined {
  if (config.probing !== 'swim' && config.probing !== 'full-mesh')
    return 'settings.membership.probing must be "swim" or "full-mesh"'
  for (const [name, value] of Object.entries(config)) {
    if (name === 'probing') continue
    if (typeof value !== 'number' || !(Number.isFinite(value) && value > 0))
      return `settings.membership.${name} must be a number above 0`
  }
  const broken = wholeNumbers.find((name) => !Number.isInteger(config[name]))
  return broken === undefined
    ? undefined
    : `settings.membership.${broken} must be a whole number above 0`
}

interface Relation {
  readonly holds: (config: MembershipConfig) => boolean
  readonly detail: string
}

const relations: readonly Relation[] = [
  {
    holds: ({ probeTimeoutMinMs, probeTimeoutMs }) => probeTimeoutMinMs <= probeTimeoutMs,
    detail: 'membership.probeTimeoutMinMs must be at most membership.probeTimeoutMs',
  },
  {
    holds: ({ probeTimeoutMs, periodMs }) => probeTimeoutMs <= periodMs,
    detail:
      'membership.probeTimeoutMs must be at most membership.periodMs: probes must not overlap',
  },
  {
    holds: ({ gossipMs, periodMs }) => gossipMs <= periodMs,
    detail: 'membership.gossipMs must be at most membership.periodMs: news must outrun probes',
  },
  {
    holds: (config) =>
      config.probeTimeoutMs + config.indirectTimeoutMs <= config.suspicionMs + config.gossipMs,
    detail:
      'membership.suspicionMs and gossipMs must be at least probeTimeoutMs and ' +
      'indirectTimeoutMs: others must have time to confirm',
  },
  {
    holds: ({ suspicionMaxMult }) => suspicionMaxMult >= 1,
    detail: 'membership.suspicionMaxMult must be at least 1: the most is no less than the least',
  },
  {
    holds: ({ confirmations }) => confirmations < accusersMax,
    detail: `membership.confirmations must be below ${accusersMax}: more are not remembered`,
  },
  {
    holds: ({ downObservers }) => downObservers <= accusersMax,
    detail: `membership.downObservers must be at most ${accusersMax}: more are not remembered`,
  },
  {
    holds: ({ gossipBytesMax }) => gossipBytesMax >= 2 * claimBytesMax,
    detail: `membership.gossipBytesMax must be at least ${2 * claimBytesMax}: two claims`,
  },
  {
    holds: ({ reconnectMaxMs, periodMs }) => reconnectMaxMs >= periodMs,
    detail: 'membership.reconnectMaxMs must be at least membership.periodMs',
  },
]
