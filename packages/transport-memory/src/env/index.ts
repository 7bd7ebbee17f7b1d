/** Door of what applications get: timers, scheduler, chance, logger, and the world's logbook. */
export { applicationEnvOf } from './application-env.ts'
export type { ApplicationEnv } from './application-env.ts'
export { chanceOf } from './chance.ts'
export { Logbook } from './logbook.ts'
export type { Logged, LogLevel } from './logbook.ts'
export type { TimerHandle, Timers } from './timers.ts'
