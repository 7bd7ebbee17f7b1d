/**
 * The scrub bar: the whole run in one strip, with what happens when, the stretch that the diagram
 * shows, and the cursor. A slider for keyboard and screen reader as for the pointer.
 */
import { stepText, timeText } from '../../model/index.ts'
import type { Filter, Viewer } from '../../model/index.ts'
import { fontOf, msOf, penOf, xOf } from '../picture/index.ts'
import type { Palette, Scale, Size } from '../picture/index.ts'
import { densityOf } from './density.ts'
import type { Density } from './density.ts'

/** Pixels of one column of the density. */
const columnWidth = 3
const edge = 14
const left = 92

interface Counted {
  readonly filter: Filter
  readonly density: Density
}

export class Overview {
  readonly #canvas: HTMLCanvasElement
  readonly #viewer: Viewer
  #counted: Counted | undefined
  #scale: Scale = { from: 0, to: 1, left: 0, right: 1 }

  constructor(canvas: HTMLCanvasElement, viewer: Viewer) {
    this.#canvas = canvas
    this.#viewer = viewer
  }

  /** The virtual time at a place of the strip. */
  timeAt(x: number): number {
    return msOf(this.#scale, x)
  }

  draw(palette: Palette, size: Size): void {
    const pen = penOf(this.#canvas, size)
    this.#scale = { from: 0, to: this.#viewer.run.endMs, left, right: size.width - edge }
    const parts = { pen, palette, size }
    this.#drawDensity(parts)
    this.#drawHalts(parts)
    this.#drawStretch(parts)
    this.#drawCursor(parts)
    this.#describe()
  }

  #drawDensity({ pen, palette, size }: Parts): void {
    const { columns, all, shown, trouble, late, most } = this.#density()
    const [top, bottom] = [8, size.height - 12]
    const tall = (count: number): number =>
      count === 0 ? 0 : Math.max(2, ((bottom - top) * Math.sqrt(count)) / Math.sqrt(most))
    const bar = (column: number, from: number, height: number): void =>
      pen.fillRect(left + column * columnWidth, from - height, columnWidth - 0.5, height)
    for (let i = 0; i < columns; i++) {
      pen.fillStyle = palette.faint
      bar(i, bottom, tall(all[i] ?? 0))
      pen.fillStyle = palette.entries
      bar(i, bottom, tall(shown[i] ?? 0))
      pen.fillStyle = palette.trouble
      bar(i, bottom, tall(trouble[i] ?? 0))
      pen.fillStyle = palette.late
      if ((late[i] ?? 0) > 0) bar(i, top, 6)
    }
  }

  /** Times without a process, and cuts, as a line along the bottom. */
  #drawHalts({ pen, palette, size }: Parts): void {
    const { run } = this.#viewer
    const line = (from: number, until: number, y: number): void =>
      pen.fillRect(xOf(this.#scale, from), y, Math.max(this.#width(until - from), 2), 3)
    pen.fillStyle = palette.process
    for (let lane = 0; lane < run.lanes.length; lane++)
      for (const { at, until } of run.states.halts(lane)) line(at, until, size.height - 9)
    pen.fillStyle = palette.trouble
    for (const { at, until = run.endMs * 1000 } of run.record.cuts)
      line(at / 1000, until / 1000, size.height - 5)
  }

  #drawStretch({ pen, palette, size }: Parts): void {
    const { from, to } = this.#viewer.stretch
    const [x, end] = [xOf(this.#scale, from), xOf(this.#scale, to)]
    pen.fillStyle = palette.paper
    pen.globalAlpha = 0.55
    pen.fillRect(left, 0, x - left, size.height)
    pen.fillRect(end, 0, size.width - edge - end, size.height)
    pen.globalAlpha = 1
    pen.strokeStyle = palette.quiet
    pen.lineWidth = 1
    pen.strokeRect(x + 0.5, 0.5, Math.max(end - x - 1, 2), size.height - 1)
  }

  #drawCursor({ pen, palette, size }: Parts): void {
    const { cursor, run } = this.#viewer
    const failure = run.record.failure
    pen.fillStyle = palette.failure
    if (failure !== undefined) pen.fillRect(xOf(this.#scale, failure.atMs) - 1, 0, 2.5, size.height)
    const x = xOf(this.#scale, cursor)
    pen.fillStyle = palette.accent
    pen.fillRect(x - 1, 0, 2, size.height)
    pen.beginPath()
    pen.arc(x, size.height / 2, 6, 0, Math.PI * 2)
    pen.fill()
    pen.fillStyle = palette.quiet
    pen.font = fontOf(11)
    pen.textAlign = 'left'
    pen.textBaseline = 'middle'
    pen.fillText('whole run', 12, size.height / 2 - 7)
    pen.fillText(timeText(run.endMs, 0), 12, size.height / 2 + 8)
  }

  #describe(): void {
    const { cursor, run, current } = this.#viewer
    const said = current === undefined ? '' : `, ${stepText(current, run)}`
    this.#canvas.setAttribute('aria-valuemax', String(Math.round(run.endMs)))
    this.#canvas.setAttribute('aria-valuenow', String(Math.round(cursor)))
    this.#canvas.setAttribute('aria-valuetext', `${timeText(cursor)}${said}`)
  }

  #width(ms: number): number {
    return (ms / this.#viewer.run.endMs) * (this.#scale.right - this.#scale.left)
  }

  #density(): Density {
    const { run, filter } = this.#viewer
    const columns = Math.max(1, Math.floor((this.#scale.right - left) / columnWidth))
    const known = this.#counted
    if (known?.filter === filter && known.density.columns === columns) return known.density
    const density = densityOf(run, filter, columns)
    this.#counted = { filter, density }
    return density
  }
}

interface Parts {
  readonly pen: CanvasRenderingContext2D
  readonly palette: Palette
  readonly size: Size
}
