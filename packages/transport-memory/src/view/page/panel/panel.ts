/**
 * The details beside the diagram: when the cursor is and on what, what every member is then, the
 * keys, and the steps around. Made anew at every move; short, so that this costs little.
 */
import { make } from '../elements.ts'
import { frameDetail, stepText, timeText } from '../../model/index.ts'
import type { Viewer } from '../../model/index.ts'
import { keysTable } from './keys-table.ts'
import { membersTable } from './members-table.ts'
import { nearbySteps } from './nearby.ts'

export class Panel {
  readonly #element: HTMLElement
  readonly #viewer: Viewer

  constructor(element: HTMLElement, viewer: Viewer) {
    this.#element = element
    this.#viewer = viewer
  }

  draw(): void {
    const viewer = this.#viewer
    const before = viewer.before
    const nearby = nearbySteps(viewer)
    this.#element.replaceChildren(
      ...this.#standing(),
      membersTable(viewer, before),
      make('h2', {}, ['Keys']),
      keysTable(viewer, before),
      make('h2', {}, ['Steps']),
      nearby,
    )
    this.#keepInSight(nearby)
  }

  #standing(): readonly HTMLElement[] {
    const { cursor, current, step, steps, run } = this.#viewer
    const place = `step ${step + 1} of ${steps.length}`
    const head = make('p', { class: 'standing' }, [
      make('output', { id: 'now' }, [timeText(cursor)]),
      make('span', { class: 'place' }, [place]),
    ])
    const title = current === undefined ? 'before the first step' : stepText(current, run)
    const since = current === undefined ? 0 : cursor - current.at
    const age = since > 0 ? `${timeText(since)} ago` : ''
    const detail = current?.thing.sort === 'frame' ? frameDetail(current.thing) : ''
    const said = [detail, age].filter((text) => text !== '').join(' · ')
    return [
      head,
      make('p', { class: 'current', id: 'current' }, [title]),
      make('p', { class: 'detail' }, [said]),
    ]
  }

  /** Scrolls the list, and nothing else, to the step at the cursor. */
  #keepInSight(nearby: HTMLElement): void {
    const current = nearby.querySelector('[aria-current]')
    if (!(current instanceof HTMLElement)) return
    nearby.scrollTop = current.offsetTop - nearby.clientHeight / 2
  }
}
