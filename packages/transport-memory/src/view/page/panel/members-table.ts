/**
 * What every member is at the cursor, as a table; what is another than at the step before stands
 * out, and says what it was.
 */
import { make } from '../elements.ts'
import type { LaneState, Run, Viewer } from '../../model/index.ts'
import { stateToken } from '../picture/index.ts'

/** A part of a member's state, as a text. */
interface Part {
  readonly label: string
  readonly hint: string
  readonly textOf: (state: LaneState) => string
}

const parts: readonly Part[] = [
  { label: 'log', hint: 'entries in its log', textOf: ({ entries }) => String(entries) },
  { label: 'roster', hint: 'whom it lists', textOf: ({ members }) => members.join(' ') },
  {
    label: 'failed',
    hint: 'members logged as not answering',
    textOf: ({ failed }) => failed.join(' ') || '–',
  },
  {
    label: 'silent',
    hint: 'peers that do not answer this member',
    textOf: ({ silent }) => silent.join(' ') || '–',
  },
  { label: 'keys', hint: 'keys of the state info', textOf: ({ keys }) => String(keys.size) },
  {
    label: 'version',
    hint: 'equal where logs and state are equal',
    textOf: ({ version }) => version || '–',
  },
]

export function membersTable(viewer: Viewer, before: number): HTMLElement {
  const { run, cursor, filter } = viewer
  const heads = ['', 'state', ...parts.map(({ label }) => label)]
  const hints = ['', 'lifecycle', ...parts.map(({ hint }) => hint)]
  const head = heads.map((label, i) => make('th', { scope: 'col', title: hints[i] }, [label]))
  const rows = run.lanes
    .map((_, lane) => lane)
    .filter((lane) => !filter.hiddenLanes.has(lane) && isMember(run, lane))
    .map((lane) => rowOf(run, lane, { now: cursor, before }))
  return make('table', { class: 'members' }, [
    make('thead', {}, [make('tr', {}, head)]),
    make('tbody', {}, rows),
  ])
}

/** Not only an address that something was sent to. */
export const isMember = (run: Run, lane: number): boolean =>
  run.states.at(lane, run.endMs).process !== 'absent'

interface Times {
  readonly now: number
  readonly before: number
}

function rowOf(run: Run, lane: number, { now, before }: Times): HTMLElement {
  const [state, was] = [run.states.at(lane, now), run.states.at(lane, before)]
  const isGone = state.process === 'crashed' || state.process === 'absent'
  const cells = parts.map(({ label, textOf }) =>
    changing(make('td', { class: label }), textOf(state), textOf(was)),
  )
  const lifecycle = changing(make('td', { class: 'state' }), stateText(state), stateText(was))
  const colour = isGone ? 'stopped' : stateToken(state.state)
  lifecycle.prepend(make('i', { class: `dot is-${colour}`, 'aria-hidden': 'true' }))
  if (!isGone && state.reasons.length > 0)
    lifecycle.append(make('small', {}, [state.reasons.join(', ')]))
  return make('tr', { class: isGone ? 'gone' : undefined }, [
    make('th', { scope: 'row' }, [run.lanes[lane] ?? '']),
    lifecycle,
    ...cells,
  ])
}

function stateText({ process, state }: LaneState): string {
  if (process === 'absent') return 'not there'
  return process === 'running' ? state : process
}

/** A cell with its text, marked if that was another. */
export function changing(cell: HTMLElement, text: string, was: string): HTMLElement {
  cell.append(text)
  if (text === was) return cell
  cell.classList.add('changed')
  cell.title = `before: ${was === '' ? 'nothing' : was}`
  return cell
}
