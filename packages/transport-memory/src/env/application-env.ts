/**
 * What an application of a member gets beside the member's own ports, so that it needs nothing
 * ambient: timers for itself and for XState, a scheduler for RxJS, chance, a logger, cryptography.
 * All of it is bound to one life: once that has ended nothing it asks for happens, and each asking
 * is a leak; while it is paused everything waits.
 */
import type { Clock, Crypto, Logger } from '@quorate/core'
import type { SchedulerLike } from 'rxjs'
import type { Key } from '../random.ts'
import type { Life } from '../time/index.ts'
import { chanceOf } from './chance.ts'
import { loggerOf } from './logbook.ts'
import type { Logbook } from './logbook.ts'
import { MemberScheduler } from './scheduler.ts'
import { timersOf } from './timers.ts'
import type { Timers } from './timers.ts'

/** Surroundings of an application; may be taken apart, and is a `clock` for XState as it is. */
export interface ApplicationEnv extends Timers {
  readonly crypto: Crypto
  /** Counted and remembered by the world's logbook. */
  readonly logger: Logger
  /** For every RxJS operator that has to do with time. */
  readonly scheduler: SchedulerLike
  /** A number in [0, 1): another at each draw about one key, unchanged by draws about others. */
  readonly random: (key: string) => number
}

/** What the surroundings of one life are made of. */
export interface ApplicationEnvParts {
  readonly life: Life
  readonly clock: Clock
  readonly crypto: Crypto
  readonly logbook: Logbook
  /** Virtual milliseconds of the world. */
  readonly at: () => number
  /** The life's. */
  readonly key: Key
}

export function applicationEnvOf(parts: ApplicationEnvParts): ApplicationEnv {
  const { life, clock, crypto, logbook, at, key } = parts
  const timers = timersOf(clock)
  const chance = chanceOf(key)
  const isOver = (): boolean => life.leaks('logger')
  return {
    ...timers,
    crypto,
    logger: loggerOf(logbook, { name: life.name, at, isOver }),
    scheduler: new MemberScheduler(clock, timers),
    random: (about) => {
      life.leaks('random')
      return chance(about)
    },
  }
}
