/**
 * How a story ends: what the members have, side by side, and whether they agree.
 */
import { disagreements, finalTable, type Report } from './final-table.ts'
import type { Screen } from '../../reports/screen.ts'
import type { Timeline } from './timeline.ts'

/** The exit code: 0 if all agree. */
export function conclude(
  reports: readonly Report[],
  { timeline, screen }: { readonly timeline: Timeline; readonly screen: Screen },
): 0 | 1 {
  timeline.chapter('The end', 'What each member answers now. The hash is of its whole state.')
  timeline.say('')
  for (const line of finalTable(reports, screen)) timeline.say(line)
  return disagreements(reports).length === 0 ? 0 : 1
}
