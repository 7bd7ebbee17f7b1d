/**
 * The calls of a member's ports, by name: where a scenario can end a process, and what a run passed
 * how often. A point is passed when the call is made, before anything comes of it. The wrapping is
 * done here and on the outside of every port, so that what runs in production carries no hook.
 */
import type { LogStore, Transport } from '@quorate/core'

/** What a process can ask of its disk. */
export const fsCalls = [
  'make-folder',
  'list',
  'open',
  'remove',
  'rename',
  'sync-folder',
  'lock',
  'release',
  'size',
  'read',
  'write',
  'truncate',
  'sync',
  'close',
] as const

export type FsCall = (typeof fsCalls)[number]

type TransportCall = Extract<keyof Transport, 'open' | 'close' | 'send' | 'broadcast'>

/** A port and its call: `fs:sync`, `log:append`, `transport:send`. */
export type PortPoint = `fs:${FsCall}` | `log:${keyof LogStore}` | `transport:${TransportCall}`

/** Where a crash can be put: at a call, or at any call of a port. */
export type CrashPoint = PortPoint | 'fs:*' | 'log:*' | 'transport:*'

/** Whether a call is one of those meant. */
export const covers = (meant: CrashPoint, point: PortPoint): boolean =>
  meant === point || (meant.endsWith('*') && point.startsWith(meant.slice(0, -1)))

/** How often each point was passed, by any member. */
export class Points {
  readonly #passed = new Map<PortPoint, number>()

  /** Only points that were. */
  get passed(): ReadonlyMap<PortPoint, number> {
    return new Map(this.#passed)
  }

  pass(point: PortPoint): void {
    this.#passed.set(point, (this.#passed.get(point) ?? 0) + 1)
  }
}
