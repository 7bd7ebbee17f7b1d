/** Door of virtual time: the queue of events, who runs them, and a member's clock. */
export { DeadlineMissed, Driver } from './driver.ts'
export type { Within } from './driver.ts'
export { Life } from './life.ts'
export type { LifeState } from './life.ts'
export { Timeline } from './timeline.ts'
export type { TimelineLimits } from './timeline.ts'
export { MachineTime, VirtualClock } from './virtual-clock.ts'
export type { ClockFaults } from './virtual-clock.ts'
