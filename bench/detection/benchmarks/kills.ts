/**
 * [detection-kills]: how soon a crash is suspected, and known by all. With hints, which a transport
 * may have, senders are told that nobody listens.
 */
import type { Benchmark, Figure } from '../../figure.ts'
import { operations } from '../../measure.ts'
import { kills, type KillsRow } from '../kills.ts'
import { memberlistSource, type MemberlistTimes, memberlistTimes } from '../memberlist.ts'
import { lanPeriods, meanFirstSuspicionMs, worstFirstSuspicionMs } from '../theory.ts'
import { area, atMost, bySize, figureOf, none, sizesUpTo } from './figures.ts'

const killsOfSize = 200

export const detectionKills: Benchmark = {
  name: 'detection-kills',
  area,
  run: async (effort) => {
    const figures: Figure[] = []
    const count = operations(killsOfSize, effort)
    for (const hints of [false, true])
      for (const size of sizesUpTo(effort))
        figures.push(...killsFigures(await kills({ size, kills: count, hints })))
    return bySize(figures)
  },
}

const knownByAllWanted: ReadonlyMap<number, number> = new Map([
  [10, 4000],
  [100, 6600],
  [200, 6900],
])

const killsFigures = (row: KillsRow): readonly Figure[] => [
  ...suspicionFigures(row),
  ...verdictFigures(row),
]

const unit = 'ms'

const atOf = ({ size, hints }: KillsRow): string => `${hints ? 'hints/' : ''}N=${size}`

const noteOf = ({ kills: count, hints }: KillsRow): string =>
  `of ${count} kills, ${hints ? 'senders are told that nobody listens' : 'silent'}`

/** What is known of kills that nobody is told of. */
const theirsOf = ({ size, hints }: KillsRow): MemberlistTimes | undefined =>
  hints ? undefined : memberlistTimes.get(size)

function suspicionFigures(row: KillsRow): readonly Figure[] {
  const { size, hints, firstSuspicion } = row
  const at = atOf(row)
  const note = noteOf(row)
  return [
    figureOf(firstSuspicion, {
      name: `first-suspicion/${at}`,
      unit,
      note,
      memberlist: theirsOf(row)?.firstSuspicion.value,
    }),
    figureOf(firstSuspicion.mean, {
      name: `first-suspicion-mean/${at}`,
      unit,
      note,
      theory: hints ? undefined : meanFirstSuspicionMs(lanPeriods),
    }),
    figureOf(firstSuspicion.max, {
      name: `first-suspicion-worst/${at}`,
      unit,
      note,
      theory: hints ? undefined : worstFirstSuspicionMs(size, lanPeriods),
    }),
  ]
}

function verdictFigures(row: KillsRow): readonly Figure[] {
  const { size, hints, firstFailed, knownByAll } = row
  const at = atOf(row)
  const note = noteOf(row)
  const theirs = theirsOf(row)
  const cited = theirs === undefined ? '' : `; ${memberlistSource}`
  return [
    figureOf(firstFailed, {
      name: `first-failed/${at}`,
      unit,
      note,
      memberlist: theirs?.firstFailed.value,
    }),
    figureOf(knownByAll, {
      name: `known-by-all/${at}`,
      unit,
      note: `${note}; mean ${Math.round(knownByAll.mean)}${cited}`,
      target: hints ? undefined : atMost(knownByAllWanted.get(size)),
      memberlist: theirs?.knownByAll.value,
    }),
    figureOf(knownByAll.max / knownByAll.value, {
      name: `known-by-all-tail/${at}`,
      unit: 'x median',
      note: 'the slowest kill',
      target: hints ? undefined : atMost(2),
    }),
    figureOf(row.failuresOfOthers, {
      name: `killed-false-failed/${at}`,
      unit: 'verdicts',
      note: 'about members that were not killed',
      target: none,
    }),
  ]
}
