/**
 * Draws a schedule from a seed: who there is, how the world is, and what happens. Each kind of
 * fault is left out of every second run (swarm testing), so that a rare one is not drowned by the
 * others. Every draw is keyed by what it is for: leaving a step out changes no other.
 */
import { belowOf, keyOf, type Range, unitOf } from '@quorate/transport-memory'
import type { FaultStep, Noise, Restart, Step, UserStep } from './step.ts'

export interface Schedule {
  readonly seed: number
  readonly names: readonly string[]
  /** undefined: writes are durable at once. */
  readonly syncMs: Range | undefined
  readonly unreachable: boolean
  /** All are in one cluster before the first step; else each in its own. */
  readonly isJoined: boolean
  /** Deltas and joins carry but a few entries at a time. */
  readonly isTight: boolean
  readonly steps: readonly Step[]
}

export const keys: readonly string[] = ['x', 'y', 'z']

const faults = [
  'cuts',
  'noise',
  'crashes',
  'losses',
  'moves',
  'pauses',
  'clocks',
  'roster',
] as const
type Fault = (typeof faults)[number]

export function scheduleOf(seed: number): Schedule {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, 3 + belowOf(keyOf(seed, 'size'), 4))
  const isOn = (what: string): boolean => unitOf(keyOf(seed, 'is', what)) < 0.5
  const swarm = new Set(faults.filter(isOn))
  const count = 20 + belowOf(keyOf(seed, 'count'), 25)
  const steps = Array.from({ length: count }, (_, at) =>
    new Draw(seed, at, { names, swarm }).step(),
  )
  const syncMs = isOn('slow disks') ? { min: 1, max: 40 } : undefined
  return {
    seed,
    names,
    syncMs,
    unreachable: isOn('unreachable'),
    isJoined: unitOf(keyOf(seed, 'joined')) < 0.85,
    isTight: isOn('tight'),
    steps,
  }
}

interface Around {
  readonly names: readonly string[]
  readonly swarm: ReadonlySet<Fault>
}

type Weighted<T> = readonly (readonly [number, () => T])[]

/** All draws of one step. */
class Draw {
  readonly #seed: number
  readonly #at: number
  readonly #around: Around

  constructor(seed: number, at: number, around: Around) {
    this.#seed = seed
    this.#at = at
    this.#around = around
  }

  step(): Step {
    const thenMs = Math.round(30 * 100 ** this.#unit('wait'))
    return {
      ...this.#pick<UserStep | FaultStep>('kind', [...this.#uses(), ...this.#faults()]),
      thenMs,
    }
  }

  #uses(): Weighted<UserStep> {
    const by = this.#name('by')
    const value = this.#at
    return [
      [
        14,
        () => ({ kind: 'put', by, key: this.#key(), value, isBlind: this.#unit('blind') < 0.15 }),
      ],
      [3, () => ({ kind: 'delete', by, key: this.#key() })],
      [2, () => ({ kind: 'set-info', by, value })],
      [3, () => ({ kind: 'request', by, to: this.#name('to'), value })],
      [this.#if('roster', 3), () => ({ kind: 'eject', by, name: this.#name('ejected') })],
      [2, () => ({ kind: 'join', by, to: this.#name('contact'), timeoutMs: this.#timeout() })],
      [this.#if('pauses', 1), () => ({ kind: 'housekeeping', by, isOn: this.#unit('on') < 0.6 })],
    ]
  }

  #faults(): Weighted<FaultStep> {
    const name = this.#name('victim')
    const isOneWay = this.#unit('one-way') < 0.3
    return [
      [this.#if('cuts', 3), () => ({ kind: 'isolate', name })],
      [this.#if('cuts', 3), () => ({ kind: 'split', side: this.#side(), isOneWay })],
      [this.#if('cuts', 1), () => ({ kind: 'cut-ring' })],
      [this.#if('cuts', 5), () => ({ kind: 'heal' })],
      [this.#if('noise', 3), () => ({ kind: 'noise', of: this.#noise(), share: this.#share() })],
      [this.#if('noise', 1), () => ({ kind: 'calm' })],
      [
        this.#if('crashes', 3),
        () => ({ kind: 'crash', name, isStopped: this.#unit('stop') < 0.3 }),
      ],
      [this.#if('crashes', 5), () => ({ kind: 'restart', name, as: this.#restart() })],
      [this.#if('pauses', 2), () => ({ kind: 'pause', name })],
      [this.#if('pauses', 3), () => ({ kind: 'resume', name })],
      [this.#if('clocks', 2), () => ({ kind: 'clock', name, ...this.#clock() })],
    ]
  }

  #restart(): Restart {
    const lost = this.#if('losses', 0.25)
    const drawn = this.#unit('as')
    if (drawn < lost) return 'lost'
    return drawn < lost + this.#if('moves', 0.3) ? 'moved' : 'same'
  }

  #clock(): { readonly offsetMs: number; readonly driftPpm: number } {
    const spread = this.#unit('far') < 0.2 ? 30_000 : 4000
    const offsetMs = Math.round((this.#unit('offset') * 2 - 1) * spread)
    return { offsetMs, driftPpm: Math.round((this.#unit('drift') * 2 - 1) * 10_000) }
  }

  #timeout(): number {
    return Math.round(300 * 40 ** this.#unit('timeout'))
  }

  #noise(): Noise {
    const kinds: readonly Noise[] = ['loss', 'duplicate', 'reorder', 'corrupt']
    return kinds[Math.floor(this.#unit('noise') * kinds.length)] ?? 'loss'
  }

  #share(): number {
    return 0.05 + this.#unit('share') * 0.4
  }

  #side(): readonly string[] {
    const { names } = this.#around
    return names.filter((name) => this.#unit(`side ${name}`) < 0.5)
  }

  #key(): string {
    return keys[Math.floor(this.#unit('key') * keys.length)] ?? 'x'
  }

  #name(what: string): string {
    const { names } = this.#around
    return names[Math.floor(this.#unit(what) * names.length)] ?? 'a'
  }

  #if(fault: Fault, weight: number): number {
    return this.#around.swarm.has(fault) ? weight : 0
  }

  #pick<T>(what: string, choices: Weighted<T>): T {
    const total = choices.reduce((sum, [weight]) => sum + weight, 0)
    let left = this.#unit(what) * total
    for (const [weight, make] of choices) {
      if (left < weight) return make()
      left -= weight
    }
    throw new Error('no choice has any weight')
  }

  #unit(what: string): number {
    return unitOf(keyOf(this.#seed, 'step', this.#at, what))
  }
}
