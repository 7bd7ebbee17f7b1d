/**
 * A run for the terminal: one line for each event worth telling, one column for each member with
 * what it is just then. Reads from top to bottom, and so can be searched and compared as text.
 */
import { isTrouble, runOf, stepsOf, stepText, timeText } from './model/index.ts'
import type { Filter, Group, LaneState, Run, Step } from './model/index.ts'
import type { RunRecord } from './run-record.ts'

/** What of a run is told. */
export interface ColumnsOptions {
  /** Frames that were lost or damaged too; default false. */
  readonly lost?: boolean
  /** Lines at most, the last ones; default 10,000. */
  readonly linesMax?: number
}

/** How many characters a member's column has. */
const cellWidth = 14

const hiddenAlways: readonly Group[] = [
  'entries',
  'joins',
  'requests',
  'pulls',
  'greetings',
  'gossip',
  'probes',
  'unreadable',
]

/**
 * The column trace: `O 12 ~2 x1` is a member that is operational, with 12 entries in its log, two
 * peers that do not answer it, and one member logged as failed.
 */
export function columnsOf(record: RunRecord, options: ColumnsOptions = {}): string {
  const { lost = false, linesMax = 10_000 } = options
  const run = runOf(record)
  const hiddenGroups = new Set<Group>(lost ? hiddenAlways : [...hiddenAlways, 'trouble'])
  const filter: Filter = { hiddenLanes: new Set(), hiddenGroups, text: '' }
  const steps = stepsOf(run, filter).filter(isTold)
  const shown = steps.slice(Math.max(0, steps.length - linesMax))
  const members = run.lanes.map((_, lane) => lane).filter((lane) => isMember(run, lane))
  const left = steps.length - shown.length
  return [
    ...headOf(run, members),
    ...(left > 0 ? [`… ${left} lines before these`] : []),
    ...shown.map((step) => lineOf(run, members, step)),
    ...endOf(record),
    '',
  ].join('\n')
}

/** An entry is told where it was written, or came late: elsewhere it is expected. */
const isTold = ({ thing, isArrival }: Step): boolean =>
  thing.sort === 'frame' ? isTrouble(thing) && !isArrival : thing.group !== 'log' || thing.isOwn

const isMember = ({ states, endMs }: Run, lane: number): boolean =>
  states.at(lane, endMs).process !== 'absent'

function headOf({ record, lanes }: Run, members: readonly number[]): readonly string[] {
  const names = members.map((lane) => (lanes[lane] ?? '').slice(0, cellWidth - 1).padEnd(cellWidth))
  return [
    `${record.title}, seed ${record.seed}, trace ${record.hash}`,
    'J joining  O operational  D degraded  E ejected  S stopped  P paused  † crashed  · not there',
    '12 entries in the log  ~2 peers that do not answer  x1 logged as failed  ◆ late',
    '',
    `${'time'.padStart(12)}  ${names.join('')}what`,
  ]
}

function lineOf(run: Run, members: readonly number[], step: Step): string {
  const cells = members.map((lane) => cellOf(run.states.at(lane, step.at)).padEnd(cellWidth))
  const late = step.thing.sort === 'mark' && step.thing.group === 'late' ? '◆ ' : ''
  return `${timeText(step.at).padStart(12)}  ${cells.join('')}${late}${stepText(step, run)}`
}

function cellOf({ process, state, entries, silent, failed }: LaneState): string {
  if (process === 'absent') return '·'
  if (process === 'crashed') return '†'
  const letter = process === 'paused' ? 'P' : state.slice(0, 1).toUpperCase()
  const parts = [
    letter,
    String(entries),
    silent.length === 0 ? '' : `~${silent.length}`,
    failed.length === 0 ? '' : `x${failed.length}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function endOf({ failure, endMs }: RunRecord): readonly string[] {
  if (failure === undefined) return [`${timeText(endMs).padStart(12)}  the end`]
  return ['', `FAILED ${failure.invariant} at ${timeText(failure.atMs)}: ${failure.detail}`]
}
