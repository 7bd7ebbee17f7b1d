/** Door of what the catalogue has of failure detection. */
export { detectionFalse } from './false-alarms.ts'
export { detectionHeal } from './heal.ts'
export { detectionJoin } from './join.ts'
export { detectionKills } from './kills.ts'
export { detectionRest } from './rest.ts'
export { detectionStall } from './stall.ts'
