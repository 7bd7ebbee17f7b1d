/**
 * What a suite found, as a table in Markdown.
 */
import type { Tried } from './suite.ts'

export const headOfTable = `| mutant | area | runs | CPU s | in | cut down | what found it |
|---|---|---|---|---|---|---|`

/** Longer findings are cut: the rest is in the run itself. */
const shownMax = 100
/** What a person can read, and wait for. */
const shortOps = 10
const shortRuns = 300

/** One row: a mutant, or the trial without one. */
export function rowOf({ mutant, trial }: Tried): string {
  const { foundBy, failed, runs, cpuMs, cutDown } = trial
  const until = failed === undefined ? `not found in ${runs}` : runs
  const what = (failed ?? '').replaceAll(/\s+/g, ' ').replaceAll('|', '/').slice(0, shownMax)
  const seconds = (cpuMs / 1000).toFixed(1)
  const least = cutDown === undefined ? '' : `${cutDown.of} to ${cutDown.ops} in ${cutDown.runs}`
  const planted = [mutant?.name ?? '(none)', mutant?.area ?? '']
  const cells = [...planted, until, seconds, foundBy ?? '', least, what]
  return `| ${cells.join(' | ')} |`
}

/** How many were found, and whether there was a false alarm. */
export function summaryOf(tried: readonly Tried[]): string {
  const planted = tried.filter(({ mutant }) => mutant !== undefined)
  const found = planted.filter(({ trial }) => trial.failed !== undefined)
  const isAlarmed = tried.some(({ mutant, trial }) => mutant === undefined && trial.failed)
  const alarm = isAlarmed ? ', and a false alarm without any' : ''
  const cut = found.flatMap(({ trial }) => trial.cutDown ?? [])
  const short = cut.filter(({ ops, runs }) => ops <= shortOps && runs <= shortRuns)
  const least = `${short.length} of ${cut.length} cut down to ${shortOps} operations or fewer`
  return `${found.length} of ${planted.length} mutants found${alarm}; ${least}`
}
