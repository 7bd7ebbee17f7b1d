/** Time: fine lines through all lanes, the times at their ends, the cursor and the failure. */
import { timeText } from '../../model/index.ts'
import { fontOf, tickOf, xOf } from '../picture/index.ts'
import type { Drawing } from './drawing.ts'

const textApart = 84

/** The times that have a tick, first to last. */
function ticksOf({ scale }: Drawing): { readonly tick: number; readonly times: readonly number[] } {
  const tick = tickOf(scale, textApart)
  const first = Math.ceil(scale.from / tick)
  const count = Math.floor(scale.to / tick) - first + 1
  return { tick, times: Array.from({ length: count }, (_, i) => (first + i) * tick) }
}

/** Fine lines, under all else. */
export function drawGrid(drawing: Drawing): void {
  const { pen, layout, scale, palette } = drawing
  const { axisY, height, left, right } = layout
  pen.lineWidth = 1
  pen.strokeStyle = palette.faint
  pen.beginPath()
  for (const at of ticksOf(drawing).times) {
    const x = Math.round(xOf(scale, at)) + 0.5
    pen.moveTo(x, axisY - 4)
    pen.lineTo(x, height)
  }
  pen.stroke()
  pen.strokeStyle = palette.line
  pen.beginPath()
  pen.moveTo(left, axisY + 0.5)
  pen.lineTo(right, axisY + 0.5)
  pen.stroke()
}

/** The times at the ticks, where the cursor's own leaves room. */
export function drawTicks(drawing: Drawing): void {
  const { pen, layout, scale, palette, labels } = drawing
  const { tick, times } = ticksOf(drawing)
  const digits = tick < 1 ? 4 : tick < 1000 ? 3 : 0
  pen.font = fontOf(11)
  for (const at of times) {
    const text = timeText(at, digits)
    const [x, y] = [xOf(scale, at), layout.axisY - 12]
    labels.place({ text, x, y, align: 'center', colour: palette.quiet })
  }
}

export function drawCursor(drawing: Drawing): void {
  const { pen, viewer, scale, palette, layout } = drawing
  const x = xOf(scale, viewer.cursor)
  if (x < layout.left - 1 || x > layout.right + 1) return
  pen.strokeStyle = palette.accent
  pen.lineWidth = 1.5
  pen.beginPath()
  pen.moveTo(x, layout.axisY - 4)
  pen.lineTo(x, layout.height)
  pen.stroke()
  tag(drawing, { x, y: layout.axisY - 12, text: timeText(viewer.cursor) }, palette.accent)
}

export function drawFailure(drawing: Drawing): void {
  const { pen, run, scale, palette, layout } = drawing
  const failure = run.record.failure
  if (failure === undefined) return
  const x = xOf(scale, failure.atMs)
  if (x < layout.left || x > layout.right + 1) return
  pen.strokeStyle = palette.failure
  pen.lineWidth = 2.5
  pen.setLineDash([7, 4])
  pen.beginPath()
  pen.moveTo(x, layout.axisY - 4)
  pen.lineTo(x, layout.height)
  pen.stroke()
  pen.setLineDash([])
  tag(drawing, { x, y: layout.height - 14, text: `✕ ${failure.invariant}` }, palette.failure)
}

interface Tag {
  readonly x: number
  readonly y: number
  readonly text: string
}

/** A text on a plate of its own, kept within the picture. */
function tag({ pen, layout, palette, labels }: Drawing, { x, y, text }: Tag, colour: string): void {
  pen.font = fontOf(11, 600)
  const width = pen.measureText(text).width + 12
  const left = Math.min(Math.max(x - width / 2, layout.left - 4), layout.width - width - 2)
  pen.fillStyle = colour
  pen.beginPath()
  pen.roundRect(left, y - 9, width, 18, 4)
  pen.fill()
  pen.fillStyle = palette.paper
  pen.textAlign = 'left'
  pen.textBaseline = 'middle'
  pen.fillText(text, left + 6, y + 0.5)
  labels.take({ left, right: left + width, top: y - 9, bottom: y + 9 })
}
