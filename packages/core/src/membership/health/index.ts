/** Door of health: how far a member trusts its own timing, and how long it waits for others. */
export { isLate } from './lateness.ts'
export type { LocalHealth } from './local-health.ts'
export { better, stretched, worse } from './local-health.ts'
export type { RoundTrip } from './round-trip.ts'
export { measured, probeTimeoutOf } from './round-trip.ts'
