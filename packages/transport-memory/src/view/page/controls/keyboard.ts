/** The keys. A table, from which the help is made as well; typing in a field is left alone. */
import type { Viewer } from '../../model/index.ts'

/** What the page does besides looking around. */
export interface Doings {
  readonly help: () => void
  readonly find: () => void
  readonly theme: () => void
}

export interface KeyRow {
  /** As `KeyboardEvent.key` says them. */
  readonly keys: readonly string[]
  readonly shown: string
  readonly does: string
  readonly run: (viewer: Viewer, event: KeyboardEvent, doings: Doings) => void
}

const zoomStep = 1.5
const manySteps = 10

/** A part of the stretch shown. */
const part = ({ stretch }: Viewer, share: number): number => (stretch.to - stretch.from) * share

export const keyRows: readonly KeyRow[] = [
  {
    keys: ['ArrowRight', 'ArrowLeft'],
    shown: '← →',
    does: 'a step back, a step on; with Shift ten',
    run: (viewer, { key, shiftKey }) =>
      viewer.stepBy((key === 'ArrowRight' ? 1 : -1) * (shiftKey ? manySteps : 1)),
  },
  {
    keys: ['n'],
    shown: 'n',
    does: 'next interesting step: loss, late insert, change of state, crash, failure',
    run: (viewer) => viewer.toInteresting(1),
  },
  {
    keys: ['p'],
    shown: 'p',
    does: 'the interesting step before',
    run: (viewer) => viewer.toInteresting(-1),
  },
  {
    keys: ['Home', 'End'],
    shown: 'Home End',
    does: 'the beginning, the end',
    run: (viewer, { key }) => viewer.moveTo(key === 'Home' ? 0 : viewer.run.endMs),
  },
  {
    keys: ['f'],
    shown: 'f',
    does: 'the failure, if there is one',
    run: (viewer) => viewer.moveTo(viewer.run.record.failure?.atMs ?? viewer.cursor),
  },
  {
    keys: ['+', '=', 'ArrowUp'],
    shown: '+ ↑',
    does: 'closer, around the cursor',
    run: (viewer) => viewer.zoom(1 / zoomStep),
  },
  {
    keys: ['-', 'ArrowDown'],
    shown: '− ↓',
    does: 'further out',
    run: (viewer) => viewer.zoom(zoomStep),
  },
  { keys: ['0'], shown: '0', does: 'the whole run', run: (viewer) => viewer.fit() },
  {
    keys: ['PageUp', 'PageDown'],
    shown: 'PgUp PgDn',
    does: 'half a picture back or on',
    run: (viewer, { key }) => viewer.pan(part(viewer, key === 'PageUp' ? -0.5 : 0.5)),
  },
  { keys: ['/'], shown: '/', does: 'filter by text', run: (_, __, { find }) => find() },
  { keys: ['t'], shown: 't', does: 'light or dark', run: (_, __, { theme }) => theme() },
  { keys: ['?'], shown: '?', does: 'this help', run: (_, __, { help }) => help() },
]

/** Listens to the keyboard for as long as the page is there. */
export function listenToKeys(viewer: Viewer, doings: Doings): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const row = keyRows.find(({ keys }) => keys.includes(event.key))
    if (row === undefined) return
    event.preventDefault()
    row.run(viewer, event, doings)
  })
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || document.querySelector('dialog[open]') !== null
