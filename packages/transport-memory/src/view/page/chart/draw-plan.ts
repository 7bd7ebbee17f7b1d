/** The plan, above the axis: each line as a bar for as long as it lasts, texts where room is. */
import type { PlanLine } from '../../run-record.ts'
import { fontOf, msOf, xOf } from '../picture/index.ts'
import type { Drawing } from './drawing.ts'
import { planRowHeight } from './layout.ts'

interface Bar {
  readonly line: PlanLine
  readonly x: number
  readonly end: number
  /** To the end of the text or of the bar, whichever is later. */
  readonly taken: number
}

export function drawPlan(drawing: Drawing): void {
  const { pen, layout, scale, run, palette } = drawing
  if (layout.planRows === 0) return
  pen.font = fontOf(11)
  pen.fillStyle = palette.quiet
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  pen.fillText('plan', layout.left - 12, layout.planTop + planRowHeight / 2)
  pen.save()
  pen.beginPath()
  pen.rect(layout.left, 0, layout.right - layout.left, layout.axisY)
  pen.clip()
  const ends = new Array<number>(layout.planRows).fill(Number.NEGATIVE_INFINITY)
  for (const line of run.record.plan) {
    const bar = barOf(drawing, line)
    if (bar.taken < layout.left || bar.x > layout.right || line.atMs > msOf(scale, layout.right))
      continue
    const row = ends.findIndex((end) => end <= bar.x)
    if (row < 0) drawTick(drawing, bar)
    else {
      drawBar(drawing, bar, row)
      ends[row] = bar.taken + 6
    }
  }
  pen.restore()
}

/** A line for which there is no row left: when it begins. */
function drawTick({ pen, layout, palette }: Drawing, { x }: Bar): void {
  pen.fillStyle = palette.network
  pen.fillRect(x, layout.planTop + layout.planRows * planRowHeight - 4, 2.5, 6)
}

function barOf({ pen, scale, layout }: Drawing, line: PlanLine): Bar {
  const start = xOf(scale, line.atMs)
  const end = Math.max(xOf(scale, line.untilMs ?? line.atMs), start + 3)
  const x = start < layout.left && end > layout.left ? layout.left : start
  return { line, x, end, taken: Math.max(end, x + pen.measureText(line.text).width + 12) }
}

function drawBar({ pen, layout, palette, labels }: Drawing, bar: Bar, row: number): void {
  const top = layout.planTop + row * planRowHeight
  pen.fillStyle = palette.network
  pen.globalAlpha = 0.18
  pen.fillRect(bar.x, top + 2, bar.end - bar.x, planRowHeight - 4)
  pen.globalAlpha = 1
  pen.fillRect(bar.x, top + 2, 2.5, planRowHeight - 4)
  const y = top + planRowHeight / 2
  labels.place({ text: bar.line.text, x: bar.x + 3, y, colour: palette.ink })
}
