/**
 * [detection-false]: who is called failed though nobody crashed, in an hour of small troubles.
 */
import type { Benchmark, Figure } from '../../figure.ts'
import { operations } from '../../measure.ts'
import { falseAlarms, type FalseAlarmsRow, troubles } from '../false-alarms.ts'
import { area, bySize, figureOf, none, sizeAtMost } from './figures.ts'

const hourMs = 3_600_000

export const detectionFalse: Benchmark = {
  name: 'detection-false',
  area,
  run: async (effort) => {
    const figures: Figure[] = []
    const size = sizeAtMost(50, effort)
    const forMs = operations(hourMs, effort)
    for (const trouble of troubles)
      figures.push(...falseAlarmsFigures(await falseAlarms({ size, trouble, forMs })))
    return bySize(figures)
  },
}

function falseAlarmsFigures(row: FalseAlarmsRow): readonly Figure[] {
  const { size, trouble, forMs } = row
  const at = `${trouble}/N=${size}`
  const note = `in ${forMs / 60_000} virtual minutes`
  return [
    figureOf(row.failures, {
      name: `alarms-failed/${at}`,
      unit: 'verdicts',
      note: `${note}; ${row.failuresOfOthers} of them about another than the broken one`,
      target: none,
    }),
    figureOf(row.suspicions, { name: `alarms-suspected/${at}`, unit: 'suspicions', note }),
  ]
}
