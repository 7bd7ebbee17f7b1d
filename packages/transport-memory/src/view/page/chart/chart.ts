/**
 * The space-time diagram: members from top to bottom, virtual time from left to right. Draws all of
 * it anew from what is looked at, and knows afterwards what is where. Changes nothing.
 */
import type { Filter, Thing, Viewer } from '../../model/index.ts'
import { Labels, penOf } from '../picture/index.ts'
import type { Palette, Scale, Size } from '../picture/index.ts'
import { drawCursor, drawFailure, drawGrid, drawTicks } from './draw-axis.ts'
import { drawFrames, drawFrameTexts } from './draw-frames.ts'
import { drawCuts, drawLanes, drawNames } from './draw-lanes.ts'
import { drawMarks } from './draw-marks.ts'
import { drawPlan } from './draw-plan.ts'
import { drawPointed } from './draw-pointed.ts'
import type { Drawing, Spot } from './drawing.ts'
import { layoutOf } from './layout.ts'
import type { Layout } from './layout.ts'

/** How near the pointer has to be, in pixels. */
const reach = 8

/** The run lies below and stays; what moves with the cursor is drawn above it. */
export interface Layers {
  readonly below: HTMLCanvasElement
  readonly above: HTMLCanvasElement
}

/** What the picture below depends on. */
interface Basis {
  readonly palette: Palette
  readonly filter: Filter
  readonly layout: Layout
  readonly scale: Scale
}

export class Chart {
  /** What the pointer is on; shown when it is drawn next. */
  hovered: Thing | undefined
  readonly #layers: Layers
  readonly #viewer: Viewer
  #spots: readonly Spot[] = []
  #drawn: Basis | undefined
  #scale: Scale = { from: 0, to: 1, left: 0, right: 1 }

  constructor(layers: Layers, viewer: Viewer) {
    this.#layers = layers
    this.#viewer = viewer
  }

  /** Where time is on the picture that was drawn last. */
  get scale(): Scale {
    return this.#scale
  }

  draw(palette: Palette, room: Size): void {
    const { run, filter, stretch } = this.#viewer
    const layout = layoutOf(run, filter, room)
    this.#scale = { ...stretch, left: layout.left, right: layout.right }
    const basis = { palette, filter, layout, scale: this.#scale }
    if (this.#drawn === undefined || !isSame(this.#drawn, basis)) this.#drawBelow(basis)
    this.#drawn = basis
    this.#drawAbove(basis)
  }

  #drawBelow(basis: Basis): void {
    const { below } = this.#layers
    const drawing = this.#drawing(below, basis, basis.layout.left - 4)
    const { pen, layout } = drawing
    drawGrid(drawing)
    drawLanes(drawing)
    drawPlan(drawing)
    pen.save()
    pen.beginPath()
    pen.rect(layout.left, layout.axisY - 8, layout.right - layout.left + 8, layout.height)
    pen.clip()
    const frames = drawFrames(drawing)
    drawCuts(drawing)
    const marks = drawMarks(drawing)
    drawFrameTexts(drawing)
    pen.restore()
    drawFailure(drawing)
    this.#spots = drawing.spots
    below.dataset['frames'] = String(frames)
    below.dataset['marks'] = String(marks)
  }

  #drawAbove(basis: Basis): void {
    const drawing = this.#drawing(this.#layers.above, basis, 0)
    const { current, cursor } = this.#viewer
    drawNames(drawing)
    drawCursor(drawing)
    drawTicks(drawing)
    const selected = current?.at === cursor ? current.thing : undefined
    for (const spot of this.#spots)
      if (spot.thing === selected || spot.thing === this.hovered) drawPointed(drawing, spot)
  }

  /** What is drawn at a point: the nearest thing in reach, marks before frames. */
  thingAt(x: number, y: number): Thing | undefined {
    let nearest: Thing | undefined
    let least = reach
    for (const spot of this.#spots) {
      const bonus = spot.thing.sort === 'mark' ? 3 : 0
      const distance = distanceTo(spot, x, y) - bonus
      if (distance >= least) continue
      least = distance
      nearest = spot.thing
    }
    return nearest
  }

  /** `textsFrom`: where texts may begin. */
  #drawing(canvas: HTMLCanvasElement, basis: Basis, textsFrom: number): Drawing {
    const { palette, layout, scale } = basis
    canvas.style.height = `${layout.height}px`
    const pen = penOf(canvas, layout)
    const labels = new Labels(pen, { left: textsFrom, right: layout.width })
    const viewer = this.#viewer
    return { pen, palette, layout, scale, labels, viewer, run: viewer.run, spots: [] }
  }
}

/** Nothing that shows is another. */
const isSame = (a: Basis, b: Basis): boolean =>
  a.filter === b.filter &&
  JSON.stringify([a.palette, a.layout, a.scale]) === JSON.stringify([b.palette, b.layout, b.scale])

/** How far a point is from a line, or from a spot. */
function distanceTo({ x1, y1, x2, y2 }: Spot, x: number, y: number): number {
  const [across, down] = [x2 - x1, y2 - y1]
  const length = across ** 2 + down ** 2
  const part = length === 0 ? 0 : ((x - x1) * across + (y - y1) * down) / length
  const along = Math.min(Math.max(part, 0), 1)
  return Math.hypot(x - x1 - across * along, y - y1 - down * along)
}
