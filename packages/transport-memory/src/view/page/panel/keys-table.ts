/** The state info, key by key and member by member: where they differ and what just changed. */
import { make } from '../elements.ts'
import type { Viewer } from '../../model/index.ts'
import { changing, isMember } from './members-table.ts'

/** Keys shown; more are counted. */
const keysMax = 40

export function keysTable(viewer: Viewer, before: number): HTMLElement {
  const { run, cursor, filter } = viewer
  const lanes = run.lanes
    .map((_, lane) => lane)
    .filter((lane) => !filter.hiddenLanes.has(lane) && isMember(run, lane))
  const now = lanes.map((lane) => run.states.at(lane, cursor).keys)
  const was = lanes.map((lane) => run.states.at(lane, before).keys)
  const keys = [...new Set([...now, ...was].flatMap((its) => [...its.keys()]))].toSorted((a, b) =>
    a < b ? -1 : 1,
  )
  if (keys.length === 0) return make('p', { class: 'none' }, ['no keys yet'])
  const head = ['key', ...lanes.map((lane) => run.lanes[lane] ?? '')]
  const rows = keys.slice(0, keysMax).map((key) => rowOf(key, now, was))
  const more = keys.length - rows.length
  return make('table', { class: 'keys' }, [
    ...(more > 0 ? [make('caption', {}, [`and ${more} more keys`])] : []),
    make('thead', {}, [
      make(
        'tr',
        {},
        head.map((label) => make('th', { scope: 'col' }, [label])),
      ),
    ]),
    make('tbody', {}, rows),
  ])
}

type Values = readonly ReadonlyMap<string, string>[]

function rowOf(key: string, now: Values, was: Values): HTMLElement {
  const texts = now.map((values) => values.get(key) ?? '–')
  const cells = texts.map((text, i) => changing(make('td'), text, was[i]?.get(key) ?? '–'))
  const isSame = texts.every((text) => text === texts[0])
  return make('tr', { class: isSame ? undefined : 'differs' }, [
    make('th', { scope: 'row', title: isSame ? undefined : 'members differ' }, [key]),
    ...cells,
  ])
}
