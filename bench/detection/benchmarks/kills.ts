/**
 * [detection-kills]: how soon a crash is suspected, and known by all, at several shares of lost
 * frames. With hints, which a transport may have, senders are told that nobody listens.
 */
import type { Benchmark, Effort, Figure } from '../../figure.ts'
import { operations } from '../../measure.ts'
import { kills, type KillsRow, type Round } from '../kills.ts'
import { memberlistSource, type MemberlistTimes, memberlistTimes } from '../memberlist.ts'
import { lanPeriods, meanFirstSuspicionMs, worstFirstSuspicionMs } from '../theory.ts'
import { area, atMost, bySize, figureOf, none, sizesUpTo } from './figures.ts'

const lossShares = [0, 0.01, 0.05, 0.2] as const

/** Fewer of large clusters, in which each takes long to simulate; of lost frames, a quarter. */
const roundOf = (size: number, lossShare: number, effort: Effort): Round => {
  const full = Math.min(200, 10_000 / size) / (lossShare === 0 ? 1 : 4)
  return { lossShare, kills: operations(Math.ceil(full), effort) }
}

export const detectionKills: Benchmark = {
  name: 'detection-kills',
  area,
  run: async (effort) => {
    const figures: Figure[] = []
    for (const size of sizesUpTo(effort)) {
      const rounds = lossShares.map((lossShare) => roundOf(size, lossShare, effort))
      const rows = [
        ...(await kills({ size }, rounds)),
        ...(await kills({ size, hints: true }, rounds.slice(0, 1))),
      ]
      figures.push(...rows.flatMap(killsFigures))
    }
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

/** Of all frames: up to here nobody is to be called failed for it. */
const bearableLoss = 0.05

const unit = 'ms'

const atOf = ({ size, hints, lossShare }: KillsRow): string =>
  `${hints ? 'hints/' : ''}N=${size}${lossShare === 0 ? '' : `/loss=${lossShare}`}`

const noteOf = ({ kills: count, hints }: KillsRow): string =>
  `of ${count} kills, ${hints ? 'senders are told that nobody listens' : 'silent'}`

/** Nobody is told, and no frame is lost: what targets, theory and memberlist are about. */
const isPlain = ({ hints, lossShare }: KillsRow): boolean => !hints && lossShare === 0

const theirsOf = (row: KillsRow): MemberlistTimes | undefined =>
  isPlain(row) ? memberlistTimes.get(row.size) : undefined

function suspicionFigures(row: KillsRow): readonly Figure[] {
  const { size, firstSuspicion } = row
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
      theory: isPlain(row) ? meanFirstSuspicionMs(lanPeriods) : undefined,
    }),
    figureOf(firstSuspicion.max, {
      name: `first-suspicion-worst/${at}`,
      unit,
      note,
      theory: isPlain(row) ? worstFirstSuspicionMs(size, lanPeriods) : undefined,
    }),
  ]
}

function verdictFigures(row: KillsRow): readonly Figure[] {
  const { size, lossShare, firstFailed, knownByAll } = row
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
      target: isPlain(row) ? atMost(knownByAllWanted.get(size)) : undefined,
      memberlist: theirs?.knownByAll.value,
    }),
    figureOf(knownByAll.max / knownByAll.value, {
      name: `known-by-all-tail/${at}`,
      unit: 'x median',
      note: 'the slowest kill',
      target: isPlain(row) ? atMost(2) : undefined,
    }),
    figureOf(row.failuresOfOthers, {
      name: `killed-false-failed/${at}`,
      unit: 'verdicts',
      note: 'about members that were not killed',
      target: lossShare <= bearableLoss ? none : undefined,
    }),
  ]
}
