/**
 * The filters as buttons that are pressed or not: members, sorts of messages, sorts of marks. They
 * are the legend too, and say how many there are.
 */
import { make } from '../elements.ts'
import { frameGroups, isTrouble, markGroups, toggled } from '../../model/index.ts'
import type { Group, Run, Viewer } from '../../model/index.ts'
import { stateToken } from '../picture/index.ts'

interface Chip {
  readonly label: string
  readonly hint: string
  readonly count: number | undefined
  readonly colour: string | undefined
  readonly isShown: () => boolean
  readonly toggle: () => void
}

/** Fills the row of filters. */
export function showChips(row: HTMLElement, viewer: Viewer): void {
  row.append(
    groupOf('Members', memberChips(viewer), viewer),
    groupOf('Messages', messageChips(viewer), viewer),
    groupOf('Events', markChips(viewer), viewer),
    legendOf(viewer.run),
  )
}

/** What the colours of the lanes say: the lifecycle states that occur. */
function legendOf({ marks }: Run): HTMLElement {
  const its = marks.filter(({ group }) => group === 'lifecycle').map(({ kind }) => kind)
  const states = [...new Set(its)].map((state) =>
    make('span', { class: 'key' }, [make('i', { class: `dot is-${stateToken(state)}` }), state]),
  )
  return make('div', { class: 'chips' }, [make('span', { class: 'label' }, ['Lanes']), ...states])
}

function groupOf(label: string, chips: readonly Chip[], viewer: Viewer): HTMLElement {
  return make('div', { role: 'group', 'aria-label': label, class: 'chips' }, [
    make('span', { class: 'label' }, [label]),
    ...chips.map((chip) => buttonOf(chip, viewer)),
  ])
}

function buttonOf({ label, hint, count, colour, isShown, toggle }: Chip, viewer: Viewer): Element {
  const swatch = colour === undefined ? [] : [make('i', { class: `dot is-${colour}` })]
  const number = count === undefined ? [] : [make('small', {}, [String(count)])]
  const button = make('button', { type: 'button', class: 'chip', title: hint }, [
    ...swatch,
    label,
    ...number,
  ])
  const reflect = (): void => button.setAttribute('aria-pressed', String(isShown()))
  button.addEventListener('click', toggle)
  viewer.onChange(reflect)
  reflect()
  return button
}

const memberChips = (viewer: Viewer): readonly Chip[] =>
  viewer.run.lanes.map((label, lane) => ({
    label,
    hint: `show ${label} or not`,
    count: undefined,
    colour: undefined,
    isShown: () => !viewer.filter.hiddenLanes.has(lane),
    toggle: () => {
      const { filter } = viewer
      viewer.show({ ...filter, hiddenLanes: toggled(filter.hiddenLanes, lane) })
    },
  }))

function messageChips(viewer: Viewer): readonly Chip[] {
  const counts = countsOf(viewer.run)
  const trouble = { group: 'trouble', label: 'lost', hint: 'dropped, damaged, or sent to nobody' }
  return [trouble, ...frameGroups]
    .map(({ group, label, hint }) => ({ group: group as Group, label, hint }))
    .filter(({ group }) => counts.has(group))
    .map((row) => groupChip(viewer, row, counts))
}

function markChips(viewer: Viewer): readonly Chip[] {
  const counts = countsOf(viewer.run)
  return markGroups
    .filter(({ group }) => counts.has(group))
    .map((row) => groupChip(viewer, row, counts))
}

interface Row {
  readonly group: Group
  readonly label: string
  readonly hint: string
}

const groupChip = (
  viewer: Viewer,
  { group, label, hint }: Row,
  counts: ReadonlyMap<Group, number>,
): Chip => ({
  label,
  hint,
  count: counts.get(group) ?? 0,
  colour: group,
  isShown: () => !viewer.filter.hiddenGroups.has(group),
  toggle: () => {
    const { filter } = viewer
    viewer.show({ ...filter, hiddenGroups: toggled(filter.hiddenGroups, group) })
  },
})

function countsOf({ frames, marks }: Run): ReadonlyMap<Group, number> {
  const counts = new Map<Group, number>()
  const groups = [
    ...frames.map((frame): Group => (isTrouble(frame) ? 'trouble' : frame.group)),
    ...marks.map(({ group }) => group),
  ]
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1)
  return counts
}
