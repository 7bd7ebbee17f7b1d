/**
 * When in its period a member is probed: always at the same moment, its own, so that probes are
 * spread over the period and there is exactly one period from one probe of a member to the next,
 * whoever sends them. It must depend on the member alone.
 */
import { hash32, type Millis, type StoreTag } from '../../model/index.ts'

/** Whole milliseconds after the beginning of a period, less than `periodMs`. */
export const phaseOf = (tag: StoreTag, periodMs: Millis): Millis =>
  Math.floor((hash32([tag]) / 2 ** 32) * periodMs)
