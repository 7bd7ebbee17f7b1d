/**
 * The picks of one operation after another. What an operation picks is keyed by its place in the
 * plan and by how many picks it made before, never by what is left of the plan; among members that
 * run the pick goes by rank, so that one more or one less changes it only if it was picked. Outside
 * of an operation there is nothing to key by, and picking is an error.
 */
import { invariant } from '@quorate/core'
import { type ChoiceKey, type Choices, oneOf } from '../plan/index.ts'
import { PassedOver } from './passed-over.ts'
import type { Picker } from './picker.ts'

/** The operation at hand. */
interface AtHand {
  readonly id: number
  readonly told: string[]
  readonly used: Set<string>
  nth: number
}

/** What an operation did before it awaited anything. */
export interface Picked {
  /** What it picked, as a person reads it. */
  readonly told: readonly string[]
  /** The members it used, or whose application. */
  readonly used: readonly string[]
}

export class Picks implements Picker {
  readonly #choices: Choices
  readonly #names: readonly string[]
  readonly #up: () => readonly string[]
  #atHand: AtHand | undefined

  constructor(choices: Choices, names: readonly string[], up: () => readonly string[]) {
    this.#choices = choices
    this.#names = names
    this.#up = up
  }

  /** The picks of this operation from now on. */
  begin(id: number): void {
    this.#atHand = { id, told: [], used: new Set(), nth: 0 }
  }

  /** No picks until the next operation begins; what this one did. */
  end(): Picked {
    const { told, used } = this.#current
    this.#atHand = undefined
    return { told, used: [...used] }
  }

  /** The operation at hand uses this member. */
  use(name: string): void {
    this.#atHand?.used.add(name)
  }

  up(): string {
    const picked = this.#choices.among(this.#up(), ...this.#next())
    if (picked === undefined) throw new PassedOver('nobody runs')
    return this.#tell(picked)
  }

  name(): string {
    return this.#tell(this.of(this.#names))
  }

  int(bound: number): number {
    return this.#choices.int(bound, ...this.#next())
  }

  of<T>(list: readonly T[]): T {
    return oneOf(this.#choices, list, ...this.#next())
  }

  key(prefix: string, count: number): string {
    return this.#tell(`${prefix}-${this.int(count)}`)
  }

  chance(probability: number): boolean {
    return this.#choices.chance(probability, ...this.#next())
  }

  fresh(): string {
    const [, id, nth] = this.#next()
    return this.#tell(`#${Number(id) % freshFrom}.${nth}`)
  }

  get #current(): AtHand {
    const atHand = this.#atHand
    invariant(atHand !== undefined, 'an operation picks before it awaits anything, not after')
    return atHand
  }

  #next(): ChoiceKey {
    const atHand = this.#current
    return ['pick', atHand.id, atHand.nth++]
  }

  #tell(picked: string): string {
    this.#current.told.push(picked)
    return picked
  }
}

/** Where the ids of uses begin in a plan that was drawn: short names for values. */
const freshFrom = 1_000_000
