/**
 * What a campaign has found, for a person: what held and what was tried, or the first failure with
 * its plan. Says nothing that depends on the machine, so that two are compared as texts.
 */
import {
  type CampaignReport,
  faultKinds,
  type FirstFailure,
  furtherKinds,
  hasHeld,
  lengthOf,
  reportOf,
} from '@quorate/transport-memory'

/** How a failure is told beside what it is. */
export interface Telling {
  /** The file of its capsule. */
  readonly capsule: string
  readonly commit: string
  /** Commands that run it again. */
  readonly again: readonly string[]
}

/** `quorate sim: 200 runs held`, and what they were. */
export function summaryOf(report: CampaignReport): string {
  const { seed, runs, virtualMs, entries, traceHash, marks, neverHit, isStopped } = report
  const { performed, crashes } = report
  const faults = [...performed].filter(([kind]) => isFault(kind))
  const uses = [...performed].filter(([kind]) => !isFault(kind))
  const rows: readonly (readonly [string, string])[] = [
    ['seed', seed],
    ['runs', String(runs)],
    ['virtual', lengthOf(virtualMs)],
    ['entries', String(entries)],
    ['trace', traceHash],
    ['faults', countsOf(faults)],
    ['crashes at', countsOf([...crashes])],
    ['uses', countsOf(uses)],
    ['marks', countsOf([...marks])],
    ['failed', countsOf([...report.byInvariant])],
    ['never hit', neverHit.join(', ')],
  ]
  const told = rows.filter(([, value]) => value !== '')
  const verdict = hasHeld(report) ? `${runs} runs held` : wrongIn(report)
  return [
    `quorate sim: ${verdict}${isStopped ? ', ended early' : ''}`,
    ...told.map(([name, value]) => `  ${name.padEnd(10)} ${value}`),
  ].join('\n')
}

/** The block of a failure. */
export function failureText(
  { failed, nth, capsule }: FirstFailure,
  { runs }: Pick<CampaignReport, 'runs'>,
  telling: Telling,
): string {
  const which = `run ${nth} of ${runs}`
  const { title } = capsule
  return reportOf({ title, failed, which, command: '', ...telling })
}

const wrongIn = ({ failures, runs, neverHit }: CampaignReport): string =>
  failures > 0
    ? `${failures} of ${runs} runs failed`
    : `${runs} runs held, but never hit ${neverHit.length} marks`

/** Kinds of an operation that breaks something; all noise is of the kind `noise`. */
const isFault = (kind: string): boolean =>
  kind === 'noise' || [...faultKinds, ...furtherKinds].some((each) => each === kind)

/** `put 130, cut 12`: the most frequent first. */
const countsOf = (counts: readonly (readonly [string, number])[]): string =>
  counts
    .toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
