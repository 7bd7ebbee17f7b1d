/** The steps around the cursor, as a list to go through. */
import { make } from '../elements.ts'
import { stepText, timeText } from '../../model/index.ts'
import type { Step, Viewer } from '../../model/index.ts'

/** Steps shown before the cursor, and after it. */
const around = 14

export function nearbySteps(viewer: Viewer): HTMLElement {
  const { steps, step } = viewer
  const from = Math.max(0, Math.min(step - around, steps.length - 2 * around))
  const near = steps.slice(from, from + 2 * around + 1)
  const items = near.map((each, i) => itemOf(viewer, each, from + i === step))
  if (items.length === 0) return make('p', { class: 'none' }, ['nothing is shown: see the filters'])
  return make('ol', { class: 'nearby', 'aria-label': 'steps around the cursor' }, items)
}

function itemOf(viewer: Viewer, step: Step, isCurrent: boolean): HTMLElement {
  const { thing, isArrival, isInteresting } = step
  const button = make('button', { type: 'button', class: isInteresting ? 'telling' : undefined }, [
    make('time', {}, [timeText(step.at)]),
    make('i', { class: `dot is-${colourOf(step)}`, 'aria-hidden': 'true' }),
    make('span', {}, [stepText(step, viewer.run)]),
  ])
  button.addEventListener('click', () => viewer.select(thing, isArrival))
  return make('li', { 'aria-current': isCurrent ? 'step' : undefined }, [button])
}

const colourOf = ({ thing }: Step): string =>
  thing.sort === 'frame' && 'x0~'.includes(thing.fate) ? 'trouble' : thing.group
