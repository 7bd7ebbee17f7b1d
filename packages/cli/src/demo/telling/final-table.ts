/**
 * What the members have at the end, side by side, and the verdict: they agree when all hold the
 * same folded state (by its hash) and the same roster, which is exactly those asked, and all are
 * operational. The verdict compares; it takes nobody's word for it.
 */
import type { StateInfo } from '@quorate/core'
import { listed } from './names.ts'
import { type Colours, coloursOf, type Screen } from '../../reports/screen.ts'

/** What one member answers about itself and the cluster. */
export interface Report {
  readonly name: string
  readonly state: string
  /** Names and addresses, as the member lists them. */
  readonly members: readonly { readonly name: string; readonly address: string }[]
  readonly failed: readonly string[]
  readonly keys: readonly string[]
  readonly counter: number
  readonly hash: string
}

const derivedKeys: readonly string[] = ['ts', 'tsold', 'members', 'failed', 'replication']

export interface Answers {
  readonly name: string
  readonly state: string
  readonly info: StateInfo
  readonly hash: string
}

export const reportOf = ({ name, state, info, hash }: Answers): Report => ({
  name,
  state,
  members: info.members,
  failed: info.failed.map((member) => member.name),
  keys: Object.keys(info).filter((key) => !derivedKeys.includes(key)),
  counter: info.ts[1],
  hash,
})

/** What keeps them from agreeing, one sentence each; none: they agree. */
export function disagreements(reports: readonly Report[]): readonly string[] {
  const asked = reports.map(({ name }) => name).toSorted()
  const first = reports[0]
  if (first === undefined) return ['there is no member']
  return reports.flatMap((report) => {
    const names = report.members.map(({ name }) => name)
    return [
      ...(report.state === 'operational' ? [] : [`${report.name} is ${report.state}`]),
      ...(report.hash === first.hash
        ? []
        : [`${report.name} and ${first.name} have different states`]),
      ...(rosterOf(report) === rosterOf(first)
        ? []
        : [`${report.name} and ${first.name} have different rosters`]),
      ...(names.join() === asked.join()
        ? []
        : [`${report.name} lists ${names.join(' ')}, but it should be ${asked.join(' ')}`]),
    ]
  })
}

const rosterOf = ({ members }: Report): string => JSON.stringify(members)

const head: readonly string[] = [
  'member',
  'state',
  'members',
  'failed',
  'keys',
  'version',
  'state hash',
]
const hashShown = 16
const membersShown = 10

/** The table, one line each, and the verdict. */
export function finalTable(reports: readonly Report[], screen: Screen): readonly string[] {
  const colours = coloursOf(screen)
  const rows = reports.map((report) => [
    report.name,
    report.state,
    listed(
      report.members.map(({ name }) => name),
      membersShown,
    ),
    report.failed.join(' ') || '-',
    report.keys.join(' ') || '-',
    String(report.counter),
    report.hash.slice(0, hashShown),
  ])
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [
    colours.bold(line(head)),
    colours.dim(widths.map((width) => '-'.repeat(width)).join('  ')),
    ...rows.map(line),
    '',
    ...verdictLines(reports, colours),
  ]
}

function verdictLines(reports: readonly Report[], colours: Colours): readonly string[] {
  const reasons = disagreements(reports)
  if (reasons.length > 0)
    return [
      colours.red('The members do not agree:'),
      ...reasons.map((reason) => colours.red(`  ${reason}`)),
    ]
  return [colours.green(`All ${reports.length} members agree: same state, same roster.`)]
}
