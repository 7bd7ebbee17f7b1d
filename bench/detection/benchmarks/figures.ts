/**
 * How figures of detection are named and what is beside each: the formula, and memberlist's own
 * where it was measured. One name is one thing over all sizes, so that a column of the table shows
 * how it grows. Extremes are those of members, or of kills; what was measured once has none.
 */
import type { Effort, Figure, Spread, Target } from '../../figure.ts'

export const area = 'detection'

const sizeMin = 5
const sizeMax = 1000
const sizes: readonly number[] = [sizeMin, 10, 50, 100, 200, 500, sizeMax]

/** Sizes up to this one, and to what the effort allows. */
export const sizesUpTo = (effort: Effort, full: number = sizeMax): readonly number[] =>
  sizes.filter((size) => size <= sizeAtMost(full, effort))

/** So many members, or fewer if the effort says so. */
export const sizeAtMost = (full: number, { membersMax = full }: Effort): number =>
  Math.max(sizeMin, Math.min(full, membersMax))

/** What one figure is about, besides its value. */
export interface About {
  /** After `detection/`. */
  readonly name: string
  readonly unit: string
  readonly note: string
  readonly target?: Target | undefined
  readonly theory?: number | undefined
  readonly memberlist?: number | undefined
}

export function figureOf(value: Spread | number, about: About): Figure {
  const { name, unit, note, target, theory, memberlist } = about
  const spread = typeof value === 'number' ? { value, min: value, max: value } : value
  const { value: median, min, max } = spread
  const beside = {
    ...(theory === undefined ? {} : { theory }),
    ...(memberlist === undefined ? {} : { 'memberlist LAN': memberlist }),
  }
  const base = { name: `detection/${name}`, value: median, min, max, unit, target, note }
  return Object.keys(beside).length === 0 ? base : { ...base, beside }
}

export const atMost = (value: number | undefined): Target | undefined =>
  value === undefined ? undefined : { is: 'at-most', value }

export const none: Target = { is: 'exactly', value: 0 }

/** Figures of one thing one below the other, whatever the size, in the order they come in first. */
export function bySize(figures: readonly Figure[]): readonly Figure[] {
  const things = new Map<string, Figure[]>()
  for (const figure of figures) {
    const thing = figure.name.replace(/\/N=\d+/, '')
    things.set(thing, [...(things.get(thing) ?? []), figure])
  }
  return [...things.values()].flat()
}
