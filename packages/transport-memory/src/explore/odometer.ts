/**
 * Choices that try everything: each choice made in a run is a wheel, and from one run to the next
 * the last wheel that can turns by one, as on an odometer. Which choices a run makes may depend on
 * those before. It must only be used where the bounds are small.
 */
import { invariant } from '@quorate/core'
import type { ChoiceKey, Choices, Overrides } from '../plan/index.ts'

interface Wheel {
  readonly key: string
  readonly bound: number
  value: number
}

/** Choices of one thing that are too many to try. */
const boundMax = 1000

export class Odometer implements Choices {
  readonly #wheels: Wheel[] = []
  #position = 0

  int(bound: number, ...key: ChoiceKey): number {
    invariant(bound <= boundMax, `${bound} choices of ${key.join('/')} are too many to try all`)
    const position = this.#position++
    const wheel = this.#wheels[position]
    if (wheel !== undefined) return wheel.value
    this.#wheels.push({ key: key.join('/'), bound, value: 0 })
    return 0
  }

  chance(_probability: number, ...key: ChoiceKey): boolean {
    return this.int(2, ...key) === 1
  }

  among(names: readonly string[], ...key: ChoiceKey): string | undefined {
    return names.length === 0 ? undefined : names.toSorted()[this.int(names.length, ...key)]
  }

  /** What was chosen since the last turn, by name. */
  get chosen(): Overrides {
    return Object.fromEntries(
      this.#wheels.slice(0, this.#position).map(({ key, value }) => [key, value]),
    )
  }

  /** Sets out on the next run; false when all were tried. */
  turn(): boolean {
    this.#wheels.length = this.#position
    this.#position = 0
    for (let last = this.#wheels.at(-1); last; last = this.#wheels.at(-1)) {
      if (last.value + 1 < last.bound) {
        last.value++
        return true
      }
      this.#wheels.pop()
    }
    return false
  }
}
