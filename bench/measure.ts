/**
 * Measuring side by side: what is compared runs in turns within one process, so that whatever
 * slows the machine slows both. Rates are operations per second of elapsed time. The first turn of
 * each is warming up and never counts.
 */
import type { Effort, Spread } from './figure.ts'

/** Does its work once. */
export type Work = () => void

/** Does its work `count` times. */
export function repeat(work: Work, count: number): number {
  const begin = performance.now()
  for (let i = 0; i < count; i++) work()
  return perSecond(count, performance.now() - begin)
}

export const perSecond = (count: number, elapsedMs: number): number =>
  (count * 1000) / Math.max(elapsedMs, 0.001)

/** The median, the least and the greatest. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? Number.NaN
  return {
    value: (lower + upper) / 2,
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  }
}

/** Each turn's results of all competitors, in the order of the turns. */
export type Turns<Name extends string> = readonly Readonly<Record<Name, number>>[]

/** Lets the competitors run in turns; each gives its own result, a rate or a duration. */
export async function sideBySide<Name extends string>(
  competitors: Readonly<Record<Name, () => number | Promise<number>>>,
  effort: Effort,
): Promise<Turns<Name>> {
  const names = Object.keys(competitors) as Name[]
  const turns: Record<Name, number>[] = []
  for (let turn = 0; turn <= effort.runs; turn++) {
    const results = {} as Record<Name, number>
    for (const name of names) results[name] = await competitors[name]()
    turns.push(results)
  }
  return turns.slice(1)
}

/** One competitor's results over all turns. */
export const spreadIn = <Name extends string>(turns: Turns<Name>, name: Name): Spread =>
  spreadOf(turns.map((turn) => turn[name]))

/** How much more one competitor reached than another, turn by turn. */
export const ratioIn = <Name extends string>(turns: Turns<Name>, of: Name, to: Name): Spread =>
  spreadOf(turns.map((turn) => turn[of] / turn[to]))

/** `full` operations, or as many as the effort allows. */
export const operations = (full: number, effort: Effort): number =>
  Math.max(1, Math.round(full * effort.share))
