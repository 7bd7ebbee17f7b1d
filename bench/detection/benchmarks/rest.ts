/**
 * [detection-rest]: what members send while nothing happens: it must not grow with their number.
 */
import type { Benchmark, Figure } from '../../figure.ts'
import { operations } from '../../measure.ts'
import { memberlistRest, memberlistSource } from '../memberlist.ts'
import { rest, type RestRow } from '../rest.ts'
import { lanPeriods, probeFramesPerSecond } from '../theory.ts'
import { area, atMost, bySize, figureOf, none, sizesUpTo } from './figures.ts'

const lossShares = [0, 0.01, 0.05, 0.2] as const
/** Members that are asked to probe in one's stead. */
const helpers = 3
const restMs = 60_000
/** Of all frames: up to here nobody is to be called failed for it. */
const bearableLoss = 0.05

export const detectionRest: Benchmark = {
  name: 'detection-rest',
  area,
  run: async (effort) => {
    const figures: Figure[] = []
    const forMs = Math.max(1000, operations(restMs, effort))
    for (const size of sizesUpTo(effort)) {
      const ofLosses = await rest({ size, lossShares, forMs })
      figures.push(...ofLosses.flatMap(restFigures))
    }
    return bySize(figures)
  },
}

function restFigures(row: RestRow): readonly Figure[] {
  return [...costFigures(row), ...(row.lossShare === 0 ? [greetingFigure(row)] : [])]
}

const atOf = ({ size, lossShare }: RestRow): string => `N=${size}/loss=${lossShare}`

function costFigures(row: RestRow): readonly Figure[] {
  const { lossShare } = row
  const isWhole = lossShare === 0
  const at = atOf(row)
  const unit = 'a member and s'
  const within = `${row.forMs / 1000} s`
  const theory = probeFramesPerSecond(lanPeriods, { lossShare, helpers })
  const theirs = isWhole ? memberlistRest : undefined
  const cited = isWhole ? `; ${memberlistSource}` : ''
  return [
    figureOf(row.probeFramesPerSecond, {
      name: `probe-frames/${at}`,
      unit,
      note: `with a probe or its answer, in ${within}; mean and extremes of members${cited}`,
      // A turn at either end of the time counts or does not.
      target: isWhole ? atMost(2 + 1000 / row.forMs) : undefined,
      theory,
      memberlist: theirs?.messages,
    }),
    figureOf(row.framesPerSecond, {
      name: `frames/${at}`,
      unit,
      note: `all but greetings, of which there were ${row.greetings.max} at most; mean`,
      memberlist: theirs?.messages,
    }),
    figureOf(row.bytesPerSecond, {
      name: `bytes/${at}`,
      unit,
      note: 'of these, with the MAC; memberlist: without one; mean',
      target: isWhole ? atMost(200) : undefined,
      memberlist: theirs?.bytes,
    }),
    figureOf(row.failures, {
      name: `rest-failed/${at}`,
      unit: 'verdicts',
      note: `and ${row.suspicions} suspicions in ${within}, while all are well`,
      target: lossShare <= bearableLoss ? none : undefined,
    }),
  ]
}

function greetingFigure(row: RestRow): Figure {
  const { frames, bytes, lastedMs } = row.meeting
  const pairs = (row.size * (row.size - 1)) / 2
  const lasted = `${Math.round(lastedMs / 1000)} s`
  const until = row.isMet ? `all had met all in ${lasted}` : 'it was given up, some never met'
  return figureOf(frames / pairs, {
    name: `greetings/${atOf(row)}`,
    unit: 'frames a pair',
    note: `${Math.round(bytes / pairs)} bytes, once, until ${until}`,
  })
}
