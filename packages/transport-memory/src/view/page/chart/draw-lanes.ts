/**
 * The members: a lane each, its band in the colour of the lifecycle state, gaps where there was no
 * process, hatching where it stood still, bars where a cut kept it from others. On the left its
 * name, and what it is at the cursor.
 */
import type { CutRow } from '../../run-record.ts'
import { fontOf, stateToken, xOf } from '../picture/index.ts'
import type { Drawing } from './drawing.ts'
import { bandHalf, yOf } from './layout.ts'

export function drawLanes(drawing: Drawing): void {
  const { pen, layout } = drawing
  for (let i = 1; i < layout.lanes.length; i += 2) shade(drawing, i)
  pen.save()
  pen.beginPath()
  pen.rect(layout.left, layout.lanesTop, layout.right - layout.left, layout.height)
  pen.clip()
  for (const lane of layout.lanes) drawBand(drawing, lane)
  pen.restore()
}

/** Who the lanes are, and what they are at the cursor. */
export function drawNames(drawing: Drawing): void {
  for (const lane of drawing.layout.lanes) drawName(drawing, lane)
}

/** Over the frames, whose loss they explain. */
export function drawCuts(drawing: Drawing): void {
  for (const cut of drawing.run.record.cuts) drawCut(drawing, cut)
}

function shade({ pen, layout, palette }: Drawing, place: number): void {
  pen.fillStyle = palette.raised
  const top = layout.lanesTop + place * layout.laneHeight
  pen.fillRect(0, top, layout.width, layout.laneHeight)
}

function drawName({ pen, run, layout, palette, viewer }: Drawing, lane: number): void {
  const y = yOf(layout, lane) ?? 0
  const { process, state, entries } = run.states.at(lane, viewer.cursor)
  const name = run.lanes[lane] ?? ''
  pen.textAlign = 'left'
  pen.textBaseline = 'middle'
  pen.fillStyle = palette.ink
  pen.font = fontOf(name.length > 9 ? 11 : 14, 600)
  pen.fillText(fitted(pen, name, layout.left - 18), 12, y - 8)
  pen.font = fontOf(11)
  pen.fillStyle = palette.quiet
  const now = process === 'running' ? state : process === 'absent' ? '' : process
  pen.fillText(now, 12, y + 8)
  if (entries > 0) pen.fillText(`log ${entries}`, 12, y + 22)
}

/** As much of a text as there is room for. */
function fitted(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text
  let length = text.length
  while (length > 1 && pen.measureText(`${text.slice(0, length)}…`).width > width) length--
  return `${text.slice(0, length)}…`
}

function drawBand(drawing: Drawing, lane: number): void {
  const { pen, run, layout, palette, scale } = drawing
  const y = yOf(layout, lane) ?? 0
  pen.strokeStyle = palette.line
  pen.lineWidth = 1
  pen.setLineDash([2, 4])
  pen.beginPath()
  pen.moveTo(layout.left, y)
  pen.lineTo(layout.right, y)
  pen.stroke()
  pen.setLineDash([])
  for (const { at, until, state } of run.states.lifecycle(lane)) {
    const [x, end] = [xOf(scale, at), xOf(scale, until)]
    if (end < layout.left || x > layout.right) continue
    pen.fillStyle = palette[stateToken(state)]
    pen.fillRect(x, y - bandHalf, Math.max(end - x, 1), bandHalf * 2)
  }
  for (const { at, until, process } of run.states.halts(lane)) {
    const [x, end] = [xOf(scale, at), xOf(scale, until)]
    if (end < layout.left || x > layout.right) continue
    if (process === 'paused') hatch(drawing, { x, end, y })
    else edgeOf(drawing, { x, end, y })
    bandText(drawing, { text: process, x, end, y })
  }
}

interface Stretch {
  readonly x: number
  readonly end: number
  readonly y: number
}

/** What a stretch of a band is, if the stretch is long enough to say so. */
function bandText(
  { pen, labels, layout, palette }: Drawing,
  { x, end, y, text }: Stretch & { readonly text: string },
): void {
  pen.font = fontOf(10.5)
  const from = Math.max(x, layout.left) + 4
  const widthMax = Math.min(end, layout.right) - from - 12
  labels.place({ text, x: from, y, colour: palette.ink, behind: palette.paper, widthMax })
}

/** A process that stands still: stripes over its band. */
function hatch({ pen, palette, layout }: Drawing, { x, end, y }: Stretch): void {
  pen.save()
  pen.beginPath()
  pen.rect(x, y - bandHalf, end - x, bandHalf * 2)
  pen.clip()
  pen.fillStyle = palette.paper
  pen.globalAlpha = 0.6
  pen.fill()
  pen.globalAlpha = 1
  pen.strokeStyle = palette.process
  pen.lineWidth = 2
  pen.beginPath()
  const from = Math.max(x, layout.left) - ((Math.max(x, layout.left) - x) % 7)
  for (let at = from - 14; at < Math.min(end, layout.right); at += 7) {
    pen.moveTo(at, y + bandHalf)
    pen.lineTo(at + 14, y - bandHalf)
  }
  pen.stroke()
  pen.restore()
}

/** A process that is gone: only the outline of where it would be. */
function edgeOf({ pen, palette }: Drawing, { x, end, y }: Stretch): void {
  pen.strokeStyle = palette.process
  pen.lineWidth = 1.5
  pen.setLineDash([4, 3])
  pen.strokeRect(x, y - bandHalf, end - x, bandHalf * 2)
  pen.setLineDash([])
}

function drawCut(drawing: Drawing, cut: CutRow): void {
  const { run, scale, layout } = drawing
  const x = xOf(scale, cut.at / 1000)
  const end = xOf(scale, cut.until === undefined ? run.endMs : cut.until / 1000)
  if (end < layout.left || x > layout.right) return
  const others = run.lanes.map((_, lane) => lane).filter((lane) => !cut.from.includes(lane))
  const to = cut.to.length === 0 ? others : cut.to
  const names = (lanes: readonly number[]): string => lanes.map((lane) => run.lanes[lane]).join(' ')
  const [out, back] = cut.oneWay
    ? ['is not heard by', 'hears nothing of']
    : ['cut from', 'cut from']
  for (const lane of cut.from)
    drawBar(drawing, { x, end, lane, text: `${out} ${names(to)}`, isFirst: true })
  for (const lane of to)
    drawBar(drawing, { x, end, lane, text: `${back} ${names(cut.from)}`, isFirst: false })
}

interface CutBar {
  readonly x: number
  readonly end: number
  readonly lane: number
  readonly text: string
  /** Of the first group: filled; of the other: outlined. */
  readonly isFirst: boolean
}

function drawBar(drawing: Drawing, { x, end, lane, text, isFirst }: CutBar): void {
  const { pen, layout, palette, labels } = drawing
  const y = yOf(layout, lane)
  if (y === undefined) return
  const top = y + bandHalf + 3
  pen.strokeStyle = palette.trouble
  pen.fillStyle = isFirst ? palette.trouble : palette.paper
  pen.lineWidth = 1
  pen.fillRect(x, top, end - x, 4)
  pen.strokeRect(x, top, end - x, 4)
  pen.font = fontOf(10.5)
  const from = Math.max(x, layout.left)
  const widthMax = Math.min(end, layout.right) - from + 2
  labels.place({
    text,
    x: from,
    y: top + 13,
    colour: palette.trouble,
    behind: palette.paper,
    widthMax,
  })
}
