/**
 * The one source of chance for whatever plans or works: which of so many, keyed by what is being
 * decided. Where the answer comes from is the mode of exploration: the seed, a capsule that forces
 * it, or an odometer that tries every one.
 */
import { belowOf, keyOf } from '../random.ts'
import type { Seed } from '../random.ts'

/** What is being decided, part by part. */
export type ChoiceKey = readonly (string | number)[]

export interface Choices {
  /** A whole number in [0, bound); the same for the same key. */
  int(bound: number, ...key: ChoiceKey): number
  /** True with this probability, 0 to 1. */
  chance(probability: number, ...key: ChoiceKey): boolean
  /** One of these names; undefined if there is none. One name more or less changes little. */
  among(names: readonly string[], ...key: ChoiceKey): string | undefined
}

/** Chance from a seed. Among names the one that ranks highest: the others may come and go. */
export function keyedChoices(seed: Seed): Choices {
  const int: Choices['int'] = (bound, ...key) => belowOf(keyOf(seed, ...key), bound)
  return {
    int,
    chance: (probability, ...key) => int(steps, ...key) < probability * steps,
    among: (names, ...key) => {
      const rank = (name: string): number => int(steps, ...key, name)
      return names.toSorted((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1))[0]
    },
  }
}

/** Choices by name, wherever they were made before; the name is the key's parts joined by `/`. */
export type Overrides = Readonly<Record<string, number>>

/**
 * What is forced, else what another source says: whole numbers as they are, a chance as 0 or 1,
 * one of some names by its place among them in order.
 */
export function forcedChoices(overrides: Overrides, otherwise: Choices): Choices {
  const forced = (bound: number, key: ChoiceKey): number | undefined => {
    const value = overrides[key.join('/')]
    return value !== undefined && value < bound ? value : undefined
  }
  return {
    int: (bound, ...key) => forced(bound, key) ?? otherwise.int(bound, ...key),
    chance: (probability, ...key) => {
      const value = forced(2, key)
      return value === undefined ? otherwise.chance(probability, ...key) : value === 1
    },
    among: (names, ...key) => {
      const value = forced(names.length, key)
      return value === undefined ? otherwise.among(names, ...key) : names.toSorted()[value]
    },
  }
}

const steps = 0x10_0000

/** A number in [0, 1), in steps of a millionth. */
export const unit = (choices: Choices, ...key: ChoiceKey): number =>
  choices.int(steps, ...key) / steps

/** One of a list that is not empty. */
export function oneOf<T>(choices: Choices, list: readonly T[], ...key: ChoiceKey): T {
  const chosen = list[choices.int(list.length, ...key)]
  if (chosen === undefined) throw new RangeError(`nothing to choose from for ${key.join('/')}`)
  return chosen
}

/** Between two lengths of time, each doubling as likely as the last; whole milliseconds. */
export function lengthBetween(
  choices: Choices,
  { min, max }: { readonly min: number; readonly max: number },
  ...key: ChoiceKey
): number {
  const octaves = Math.max(0, 31 - Math.clz32(Math.max(1, Math.floor(max / Math.max(1, min)))))
  const octave = choices.int(octaves + 1, ...key, 'octave')
  const least = min * 2 ** octave
  const most = Math.min(max, least * 2)
  return Math.round(least + unit(choices, ...key, 'within') * (most - least))
}
