/** Door of the probe schedule: whom one probes in which round, and when that is. */
export type { NextTurn } from './next-turn.ts'
export { nextTurn } from './next-turn.ts'
export { phaseOf } from './phase.ts'
export type { Ring } from './ring.ts'
export { ringOf } from './ring.ts'
export type { Turns } from './turns.ts'
export { targetOf, turnsAt } from './turns.ts'
