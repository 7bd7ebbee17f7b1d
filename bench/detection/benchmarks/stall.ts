/**
 * [detection-stall]: whom a member accuses whose event loop was blocked, and who gives it up.
 */
import type { Benchmark, Effort, Figure } from '../../figure.ts'
import { operations } from '../../measure.ts'
import type { BacklogOrder } from '../observed/index.ts'
import { stall } from '../stall.ts'
import { area, bySize, figureOf, none, sizeAtMost } from './figures.ts'

const stallMs = 3000
const stalls = 20
const orders: readonly BacklogOrder[] = ['as-it-came', 'timers-first']

export const detectionStall: Benchmark = {
  name: 'detection-stall',
  area,
  run: async (effort) => {
    const figures: Figure[] = []
    for (const order of orders)
      for (const size of sizesOf(effort)) figures.push(...(await stallFigures(order, size, effort)))
    return bySize(figures)
  },
}

const sizesOf = (effort: Effort): ReadonlySet<number> =>
  new Set([sizeAtMost(10, effort), sizeAtMost(50, effort)])

async function stallFigures(
  order: BacklogOrder,
  size: number,
  effort: Effort,
): Promise<readonly Figure[]> {
  const row = await stall({ size, order, stallMs, stalls: operations(stalls, effort) })
  const at = `${order}/N=${size}`
  const note = `in ${row.stalls} stalls of ${stallMs} ms, half of them while it probes`
  return [
    figureOf(row.accusations, {
      name: `stall-accusations/${at}`,
      unit: 'verdicts',
      note: `${note}, by the one that stood still`,
      target: none,
    }),
    figureOf(row.suspicions, { name: `stall-suspected/${at}`, unit: 'stalls', note }),
    figureOf(row.failures, {
      name: `stall-failed/${at}`,
      unit: 'stalls',
      note: `${note}: given up by anybody`,
      target: none,
    }),
    figureOf(row.failuresOfOthers, {
      name: `stall-others-failed/${at}`,
      unit: 'stalls',
      note: `${note}: another one was given up`,
      target: none,
    }),
  ]
}
