/**
 * [detection-join]: how soon all know all that joined at once.
 */
import type { Benchmark, Figure } from '../../figure.ts'
import { joinBurst } from '../join.ts'
import { memberlistTimes } from '../memberlist.ts'
import { lanPeriods, spreadingMs } from '../theory.ts'
import { area, atMost, bySize, figureOf, sizesUpTo } from './figures.ts'

export const detectionJoin: Benchmark = {
  name: 'detection-join',
  area,
  run: async (effort) => {
    const figures: Figure[] = []
    for (const size of sizesUpTo(effort, 200)) figures.push(...(await joinFigures(size)))
    return bySize(figures)
  },
}

async function joinFigures(size: number): Promise<readonly Figure[]> {
  const row = await joinBurst({ size })
  const at = `N=${size}`
  const theirs = memberlistTimes.get(size)?.join
  const theory = spreadingMs(size, lanPeriods)
  const range = theirs === undefined ? '' : `; memberlist ${theirs.min} to ${theirs.max}`
  return [
    figureOf(row.allAliveMs, {
      name: `join/${at}`,
      unit: 'ms',
      note: `all list all and hold all for alive; ${row.refused} refused${range}`,
      target: size === 200 ? atMost(3000) : undefined,
      theory,
      memberlist: theirs?.min,
    }),
    figureOf(row.allListMs, { name: `join-listed/${at}`, unit: 'ms', note: 'all list all' }),
    figureOf(row.medianListsMs, { name: `join-median/${at}`, unit: 'ms', note: 'half list all' }),
    figureOf(row.frames / size, {
      name: `join-frames/${at}`,
      unit: 'frames',
      note: `a member, until then; ${Math.round(row.bytes / size)} bytes`,
    }),
  ]
}
