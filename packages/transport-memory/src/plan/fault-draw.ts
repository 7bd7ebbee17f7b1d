/**
 * Draws one operation that breaks something. Every draw is keyed by the operation's id, so that
 * leaving another out changes nothing of it. Faults last long enough to bite and leave time to
 * recover; strengths are as likely small as large.
 */
import { invariant, unreachable } from '@quorate/core'
import { type Choices, type ChoiceKey, lengthBetween, oneOf, unit } from './choices.ts'
import { type FaultKind, faultKinds, furtherKinds } from './fault-mix.ts'
import type { Crash, CrashAtCall, DiskFaultKind, FaultOp, NoiseKind } from './op.ts'

/** Who there is, and what a fault may last. */
export interface FaultScope {
  readonly members: readonly string[]
  /** The only one that comes back elsewhere: two that move unseen never meet again. */
  readonly mover: string
  readonly kinds: ReadonlySet<FaultKind>
  readonly longestMs: number
}

/** What several kinds are one operation for. */
export type FaultFamily = Exclude<FaultKind, 'one-way' | 'torn' | 'moved' | 'backup' | 'lost'>

/** A fault that is over sooner does nothing. */
export const shortestMs = 300

/** What the kinds are operations for, among so many members. */
export function familiesOf(
  kinds: Iterable<FaultKind>,
  members: number = Infinity,
): readonly FaultFamily[] {
  const present = new Set(kinds)
  return families.filter((family) => present.has(family) && (members > 1 || !between.has(family)))
}

/** Ways in which something else breaks. */
const ways: ReadonlySet<FaultKind> = new Set(['one-way', 'torn', 'moved', 'backup', 'lost'])

/** All of them; the place of each is part of what its draws are keyed by. */
export const families: readonly FaultFamily[] = [...faultKinds, ...furtherKinds].filter(
  (kind): kind is FaultFamily => !ways.has(kind),
)

/** Faults between members. */
const between: ReadonlySet<FaultKind> = new Set(['cut', 'clog'])

/** Members whose wall clock is an hour off agree on nothing for an hour. */
const offsetsMs: readonly number[] = [500, 4000, 30_000]

const diskFaults: readonly DiskFaultKind[] = [
  'full',
  'read-error',
  'write-error',
  'sync-error',
  'slow',
  'slow',
]

/** Calls of a log in files, while it is opened and while it is written to. */
const calls: readonly CrashAtCall['point'][] = [
  'fs:*',
  'fs:*',
  'fs:write',
  'fs:sync',
  'fs:open',
  'fs:rename',
  'fs:sync-folder',
  'fs:close',
]
/** Which of them at most; of those that a new segment takes, the first. */
const anyCallMax = { opening: 120, writing: 24 }
const appendMax = 24
const ofAppends: ReadonlySet<CrashAtCall['point']> = new Set(['fs:write', 'fs:sync'])

export class FaultDraw {
  readonly #choices: Choices
  readonly #id: number
  readonly #scope: FaultScope

  constructor(choices: Choices, id: number, scope: FaultScope) {
    this.#choices = choices
    this.#id = id
    this.#scope = scope
  }

  of(family: FaultFamily): FaultOp {
    const forMs = this.#length()
    switch (family) {
      case 'cut':
        return { kind: 'cut', ...this.#sides(), isOneWay: this.#may('one-way', 0.3), forMs }
      case 'clog':
        return { kind: 'clog', ...this.#sides(), forMs }
      case 'loss':
      case 'duplicate':
      case 'reorder':
      case 'corrupt':
        return { kind: 'noise', of: family satisfies NoiseKind, share: this.#share(), forMs }
      case 'narrow':
        return { kind: 'narrow', ...this.#width(), forMs }
      case 'pause':
        return { kind: 'pause', name: this.#name(), forMs }
      case 'slow':
        return { kind: 'slow', name: this.#name(), busyMs: 1 + this.#int(40, 'busy'), forMs }
      case 'crash':
        return { ...this.#crash(), forMs }
      case 'crash-at':
        return { ...this.#crashAt(), forMs }
      case 'clone':
        return { kind: 'clone', name: this.#name(), forMs }
      case 'clock':
        return { kind: 'clock', name: this.#name(), ...this.#clock(), forMs }
      case 'disk':
        return { kind: 'disk', name: this.#name(), fault: this.#diskFault(), forMs }
      case 'rot':
        return { kind: 'rot', name: this.#name(), bits: 1 + this.#int(8, 'bits'), forMs: 0 }
      default:
        return unreachable(family)
    }
  }

  #crash(): Omit<Crash, 'forMs'> {
    const name = this.#name()
    const isMoved = name === this.#scope.mover && this.#may('moved', 0.4)
    const isBackup = !isMoved && this.#may('backup', 0.25)
    const isLost = !isMoved && !isBackup && this.#may('lost', 0.25)
    const ageMs = 1000 + this.#int(20_000, 'age')
    const back = isMoved ? 'moved' : 'same'
    return {
      kind: 'crash',
      name,
      lose: isLost ? 'all' : this.#int(5, 'synced') === 0 ? 'none' : 'unsynced',
      isTorn: this.#may('torn', 0.5),
      back: isBackup ? { as: 'backup', ageMs } : { as: back },
    }
  }

  /** Early calls are as likely as late ones, however many there are. */
  #crashAt(): Omit<CrashAtCall, 'forMs'> {
    const isRestarted = this.#int(2, 'restarted') === 0
    const point = oneOf(this.#choices, calls, ...this.#key('call'))
    const anyMax = isRestarted ? anyCallMax.opening : anyCallMax.writing
    const most = point === 'fs:*' ? anyMax : ofAppends.has(point) ? appendMax : 1
    return {
      kind: 'crash-at',
      name: this.#name(),
      point,
      nth: Math.round(most ** unit(this.#choices, ...this.#key('nth'))),
      when: this.#int(2, 'when') === 0 ? 'before' : 'after',
      isRestarted,
      lose: this.#int(4, 'synced') === 0 ? 'none' : 'unsynced',
      isTorn: this.#may('torn', 0.5),
    }
  }

  /** Isolate one (most real cases), an even split, any split, or two neighbours. */
  #sides(): { readonly side: readonly string[]; readonly other: readonly string[] } {
    const { members } = this.#scope
    invariant(members.length > 1, 'one member alone has nobody to be cut off from')
    const order = members.toSorted((a, b) => this.#rank(a) - this.#rank(b) || (a < b ? -1 : 1))
    const half = Math.floor(members.length / 2)
    const any = 1 + this.#int(members.length - 1, 'any')
    const shapes = [1, 1, half, any] as const
    const size = oneOf(this.#choices, shapes, ...this.#key('shape'))
    const isPair = this.#int(5, 'pair') === 0
    const others = order.slice(size)
    const named = (list: readonly string[]): readonly string[] => list.toSorted()
    return { side: named(order.slice(0, size)), other: named(isPair ? others.slice(0, 1) : others) }
  }

  #clock(): { readonly offsetMs: number; readonly driftPpm: number } {
    const spread = oneOf(this.#choices, offsetsMs, ...this.#key('spread'))
    const offsetMs = Math.round((unit(this.#choices, ...this.#key('offset')) * 2 - 1) * spread)
    // A capsule is JSON, which has no -0.
    return { offsetMs: offsetMs + 0, driftPpm: this.#int(20_001, 'drift') - 10_000 }
  }

  #width(): { readonly bytesPerSecond: number; readonly queueBytesMax: number } {
    return { bytesPerSecond: 1000 * 2 ** this.#int(6, 'rate'), queueBytesMax: 16_384 }
  }

  #diskFault(): DiskFaultKind {
    const fault = oneOf(this.#choices, diskFaults, ...this.#key('disk'))
    return fault === 'full' && this.#int(2, 'midway') === 0 ? 'full-midway' : fault
  }

  #share(): number {
    return Math.round(2 ** (unit(this.#choices, ...this.#key('share')) * 6) * 10) / 1000
  }

  #length(): number {
    const { longestMs } = this.#scope
    return lengthBetween(
      this.#choices,
      { min: shortestMs, max: Math.max(shortestMs, longestMs) },
      ...this.#key('length'),
    )
  }

  #name(): string {
    return oneOf(this.#choices, this.#scope.members, ...this.#key('name'))
  }

  #rank(name: string): number {
    return this.#int(0x10_0000, 'rank', name)
  }

  #may(kind: FaultKind, share: number): boolean {
    return this.#scope.kinds.has(kind) && unit(this.#choices, ...this.#key('may', kind)) < share
  }

  #int(bound: number, ...key: ChoiceKey): number {
    return this.#choices.int(bound, ...this.#key(...key))
  }

  #key(...key: ChoiceKey): ChoiceKey {
    return ['op', this.#id, ...key]
  }
}
