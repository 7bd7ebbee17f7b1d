/**
 * [detection-heal]: how soon two halves of a cluster are one again.
 */
import type { Benchmark } from '../../figure.ts'
import { operations } from '../../measure.ts'
import { heal } from '../heal.ts'
import { healingMs, lanPeriods } from '../theory.ts'
import { area, atMost, figureOf, sizeAtMost } from './figures.ts'

const apartMs = 600_000

export const detectionHeal: Benchmark = {
  name: 'detection-heal',
  area,
  run: async (effort) => {
    const size = sizeAtMost(100, effort)
    const row = await heal({ size, apartMs: operations(apartMs, effort) })
    const theory = healingMs(size, lanPeriods)
    const since = 'since the first frame that crossed'
    const at = `N=${size}`
    return [
      figureOf(row.agreedMs, {
        name: `heal/${at}`,
        unit: 'ms',
        note: `all logs and live views are equal, ${since}; ${row.entries} entries`,
        target: atMost(theory),
        theory,
      }),
      figureOf(row.viewsMs, { name: `heal-views/${at}`, unit: 'ms', note: 'all live views' }),
      figureOf(row.lastChangeMs, {
        name: `heal-last-change/${at}`,
        unit: 'ms',
        note: `of any log or view; equal after a minute: ${row.isStable}`,
      }),
      figureOf(row.firstCrossingMs, {
        name: `heal-first-frame/${at}`,
        unit: 'ms',
        note: `from the heal on; apart for ${row.apartMs / 60_000} virtual minutes`,
      }),
    ]
  },
}
