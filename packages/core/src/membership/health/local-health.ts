/**
 * How far a member distrusts its own timing: Lifeguard's local health multiplier (Dadgar, Phillips,
 * Currey, arXiv 1707.00788, Local Health Aware Probe). Whoever misses answers, or hears that it is
 * suspected itself, may be the slow one: it asks less often and waits longer before it accuses
 * others. It must never excuse anybody else: it says nothing of them.
 */
import type { Millis } from '../../model/index.ts'

/** A whole number, 0 (well) to a maximum. */
export type LocalHealth = number

/** After a sign of own trouble that weighs `by`. */
export const worse = (health: LocalHealth, by: number, max: number): LocalHealth =>
  Math.min(max, health + by)

/** After something that went as it should. */
export const better = (health: LocalHealth): LocalHealth => Math.max(0, health - 1)

/** A period or a timeout, longer the less well one is. */
export const stretched = (ms: Millis, health: LocalHealth): Millis => ms * (health + 1)
