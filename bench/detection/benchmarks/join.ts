/**
 * [detection-join]: how soon all know all that joined at once: where only the network takes time,
 * and where work does too, as it did on the machine on which memberlist was measured.
 */
import type { Benchmark, Figure } from '../../figure.ts'
import { joinBurst } from '../join.ts'
import { memberlistTimes } from '../memberlist.ts'
import type { Machines } from '../observed/index.ts'
import { lanPeriods, spreadingMs } from '../theory.ts'
import { area, atMost, bySize, figureOf, sizesUpTo } from './figures.ts'

/** As many milliseconds of a processor as an event of such a burst takes, and a disk that syncs. */
const working: Machines = { busyMs: 0.5, syncMs: { min: 1, max: 5 } }

export const detectionJoin: Benchmark = {
  name: 'detection-join',
  area,
  run: async (effort) => {
    const figures: Figure[] = []
    for (const size of sizesUpTo(effort)) figures.push(...(await joinFigures(size, undefined)))
    for (const size of sizesUpTo(effort, 200)) figures.push(...(await joinFigures(size, working)))
    return bySize(figures)
  },
}

async function joinFigures(
  size: number,
  machines: Machines | undefined,
): Promise<readonly Figure[]> {
  const row = await joinBurst(machines === undefined ? { size } : { size, machines })
  const at = machines === undefined ? `N=${size}` : `working/N=${size}`
  const work = machines === undefined ? 'work takes no time' : `${machines.busyMs} ms an event`
  const theirs = memberlistTimes.get(size)?.join
  const range = theirs === undefined ? '' : `; memberlist ${theirs.min} to ${theirs.max}`
  return [
    figureOf(row.allAliveMs, {
      name: `join/${at}`,
      unit: 'ms',
      note: `all list all and hold all for alive; ${work}; ${row.refused} refused${range}`,
      target: size === 200 ? atMost(3000) : undefined,
      theory: spreadingMs(size, lanPeriods),
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
