/**
 * What the period of `quorate run` sets: all times of the detector keep their share of it, so that
 * they go together at any pace.
 */
import { defaultSettings, type PartialSettings } from '@quorate/core'

const paced = [
  'periodMs',
  'probeTimeoutMs',
  'probeTimeoutMinMs',
  'indirectTimeoutMs',
  'gossipMs',
  'suspicionMs',
  'reconnectMaxMs',
  'downStableMs',
] as const satisfies readonly (keyof typeof defaultSettings.membership)[]

export function pacedBy(periodMs: number): PartialSettings {
  const { membership } = defaultSettings
  const share = periodMs / membership.periodMs
  return { membership: Object.fromEntries(paced.map((time) => [time, membership[time] * share])) }
}
