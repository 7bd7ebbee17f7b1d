/** The help: the keys, from their table, and what the pointer does. */
import { make } from '../elements.ts'
import { keyRows } from './keyboard.ts'

const pointerRows: readonly (readonly [string, string])[] = [
  ['wheel', 'closer, further out'],
  ['drag', 'along in time (also Shift and wheel)'],
  ['click', 'an arrow or a mark: what it is; elsewhere: the cursor goes there'],
  ['scrub bar', 'press and drag: the cursor through the whole run'],
]

/** Fills the dialog and gives how to open and close it. */
export function showHelp(dialog: HTMLDialogElement): () => void {
  const rows = [...keyRows.map(({ shown, does }) => [shown, does] as const), ...pointerRows]
  const close = make('button', { type: 'button', class: 'plain' }, ['Close'])
  close.addEventListener('click', () => dialog.close())
  dialog.append(
    make('h2', {}, ['How to get around']),
    make(
      'dl',
      {},
      rows.flatMap(([shown, does]) => [
        make('dt', {}, [make('kbd', {}, [shown])]),
        make('dd', {}, [does]),
      ]),
    ),
    close,
  )
  return () => (dialog.open ? dialog.close() : dialog.showModal())
}
