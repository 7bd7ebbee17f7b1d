/**
 * Bugs around the disk, the clock and the next life of a process: what is said before it is
 * durable, what a restart forgets.
 */
import type { Mutant } from '../mutant.ts'

export const storeMutants: readonly Mutant[] = [
  {
    name: 'said-before-durable',
    area: 'store',
    file: 'kernel/commit.js',
    find: 'effects: [...folded.effects, ...decision.effects, effect],',
    replace: `effects: [...folded.effects, ...decision.effects, { ...effect, then: [] },
      ...effect.then],`,
    why: 'a write is acknowledged and told while the disk still works on it',
    expects: ['R1', 'S8', 'S12'],
  },
  {
    name: 'clock-not-advanced-on-receive',
    area: 'store',
    file: 'kernel/commit.js',
    find: 'hlc = receive(hlc, entry.hlc, wall);',
    replace: 'hlc = tick(hlc, wall);',
    why: 'an entry may come before what its author had seen',
    expects: ['S3'],
  },
  {
    name: 'clock-not-resumed',
    area: 'store',
    file: 'kernel/from-store.js',
    find: 'hlc = receive(hlc, entry.hlc, input.wall);',
    replace: 'hlc = receive(hlc, kernel.hlc, input.wall);',
    why: 'after a start the clock begins at the wall, however far the log is',
    expects: ['S3'],
  },
  {
    name: 'clock-stands-within-a-millisecond',
    area: 'store',
    file: 'time/hlc.js',
    find: 'now > hlc.l ?',
    replace: 'now >= hlc.l ?',
    why: 'two entries of one millisecond get one reading',
    expects: ['S3'],
  },
  {
    name: 'run-kept-over-restarts',
    area: 'store',
    file: 'kernel/commit.js',
    find: 'drawId(kernel.config.hash, stamp.entropy, draw)',
    replace: 'kernel.self.store.slice(0, 2 * draw.bytes)',
    why: 'a process goes on in the stream of the one before: a copy of its log does too',
    expects: ['S1', 'S2'],
  },
  {
    name: 'incarnation-not-raised',
    area: 'store',
    file: 'kernel/from-store.js',
    find: 'Math.max(1, Math.floor(wall), own.size === 0 ? 0 : last + own.size)',
    replace: '1',
    why: 'one life of a process cannot be told from the next',
    expects: ['Q2'],
  },
  {
    name: 'store-failure-passed-over',
    area: 'store',
    file: 'kernel/from-store.js',
    find: 'if (kernel.storeFailure !== undefined) return { kernel, effects: [] };',
    replace: 'if (input.reason !== undefined) return { kernel, effects: [] };',
    why: 'a write that the disk refused is neither settled nor taken back',
    expects: ['S8', 'S12'],
  },
  {
    name: 'stale-timer-obeyed',
    area: 'store',
    file: 'kernel/timers.js',
    find: 'timers.get(fired.timer) !== fired.deadline',
    replace: 'false',
    why: 'a timer that was moved or dropped still decides',
    expects: ['Q1', 'M3'],
  },
]
