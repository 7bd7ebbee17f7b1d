/** The heading: what run this is, how it ended, and what there was no room for. */
import { find, make } from './elements.ts'
import { timeText } from '../model/index.ts'
import type { Run } from '../model/index.ts'

export function showHeading({ record }: Run): void {
  const { title, seed, hash, endMs, failure, lanes, events, leftOut } = record
  document.title = `${title} · seed ${seed}`
  find('title', HTMLElement).textContent = title
  const facts = [
    `seed ${seed}`,
    `trace ${hash}`,
    `${lanes.length} members`,
    `${timeText(endMs, 0)} virtual time`,
    `${events.toLocaleString('en')} events`,
  ]
  find('facts', HTMLElement).replaceChildren(...facts.map((fact) => make('li', {}, [fact])))
  const verdict = find('verdict', HTMLElement)
  if (failure === undefined) {
    verdict.textContent = 'no failure'
  } else {
    verdict.classList.add('failed')
    verdict.textContent = `${failure.invariant} at ${timeText(failure.atMs)}: ${failure.detail}`
  }
  const left = Object.entries(leftOut).filter(([, count]) => count > 0)
  const note = find('left-out', HTMLElement)
  note.hidden = left.length === 0
  note.textContent = `No room for the oldest ${left.map(([what, n]) => `${n} ${what}`).join(', ')}.`
}
