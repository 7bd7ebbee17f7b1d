/**
 * What is printed when a simulation fails: one block with what failed and when, everything needed
 * to see the same again, and the plan cut down to what it takes.
 */
import { secondsOf, tellPlan } from '../plan/index.ts'
import type { FailedTrial } from '../explore/index.ts'

export interface FailureReport {
  readonly title: string
  readonly failed: FailedTrial
  readonly commit: string
  /** The file of the capsule; undefined: none was written. */
  readonly capsule: string | undefined
  /** `run 17 of 200`, or where the plan is from. */
  readonly which: string
  /** What runs it again, after the settings. */
  readonly command: string
  /** Whole commands that run it again, where no settings do. Default: `command` with settings. */
  readonly again?: readonly string[]
  /** Whether the plan's seed gives the plan as it was drawn; default true. */
  readonly isFromSeed?: boolean
}

const linesMax = 40

export function reportOf(report: FailureReport): string {
  const { title, failed, commit, which } = report
  const { plan, failure, outcome, drawn, shrinkRuns } = failed
  const rows: readonly (readonly [string, string])[] = [
    ['invariant', failure.invariant],
    ['because', failure.detail],
    ['at', `${secondsOf(failure.atMs)} of virtual time, ${which}`],
    ['seed', plan.seed],
    ['commit', `${commit}, node ${process.versions.node}`],
    ['trace', outcome.hash],
    [
      'plan',
      `${drawn.ops.length} operations, cut down to ${plan.ops.length} in ${shrinkRuns} runs`,
    ],
  ]
  const told = tellPlan(plan, outcome.told)
  const more = told.length > linesMax ? [`… and ${told.length - linesMax} more lines`] : []
  return [
    `${title}: failed`,
    ...rows.map(([name, value]) => `  ${name.padEnd(10)} ${indented(value)}`),
    ...[...told.slice(0, linesMax), ...more].map((line) => `    ${line}`),
    ...againIn(report).map((line, at) => `  ${(at === 0 ? 'again' : '').padEnd(10)} ${line}`),
  ].join('\n')
}

/** The drawn plan again by its seed, the one that was cut down by its file. */
function againIn(report: FailureReport): readonly string[] {
  const { again, command, capsule, failed, isFromSeed = true } = report
  if (again !== undefined) return again
  const settings = [
    ...(isFromSeed ? [`SIM_SEED=${failed.plan.seed}`] : []),
    ...(capsule === undefined ? [] : [`SIM_CAPSULE=${capsule}`]),
  ]
  return settings.map((setting) => `${setting} ${command}`)
}

const indented = (text: string): string =>
  text
    .split('\n')
    .slice(0, 12)
    .join(`\n${' '.repeat(13)}`)
