/**
 * Frames as arrows from their sending to their arrival. What was lost ends on the way in a cross.
 * Far out, arrows that would fall on the same pixels are drawn once and faint, and losses stay near
 * who sent; close up arrows have heads and say what they carry.
 */
import { firstFrom, isTrouble, showsFrame } from '../../model/index.ts'
import type { Frame } from '../../model/index.ts'
import { cross, fontOf, xOf } from '../picture/index.ts'
import { isFarOut } from './drawing.ts'
import type { Drawing, Spot } from './drawing.ts'
import { bandHalf, yOf } from './layout.ts'

/** Frames drawn with heads, and with texts, at most. */
const headsMax = 700
const textsMax = 60
/** Parts of the way at which a frame's text may stand, the best first. */
const textsAt: readonly number[] = [0.34, 0.5, 0.66, 0.2]
/** How far a lost frame gets; far out, in pixels. */
const lostAt = 0.4
const lostFarOut = 25
/** Pixels between the crosses of two lost frames of one link. */
const crossesApart = 9

/** Close up, not by colour alone. */
const dashes: { readonly [group: string]: number[] } = { pulls: [5, 3], trouble: [3, 2] }

/** Draws what is shown of the stretch; how many frames that is, those that coincide included. */
export function drawFrames(drawing: Drawing): number {
  const frames = framesIn(drawing)
  const spots = apart(drawing, frames)
  const alpha = isFarOut(drawing) ? 0.22 : spots.length > headsMax ? 0.5 : 0.9
  drawLines(drawing, spots, alpha)
  if (spots.length <= headsMax) for (const spot of spots) drawHead(drawing, spot)
  drawCrosses(drawing, spots)
  for (const spot of spots) drawing.spots.push(spot)
  return frames.length
}

/** What frames carry, where all else leaves room for it; never on a member's band. */
export function drawFrameTexts(drawing: Drawing): void {
  const { layout, labels, spots } = drawing
  const frames = spots.filter((spot): spot is FrameSpot => spot.thing.sort === 'frame')
  if (frames.length > textsMax) return
  for (const lane of layout.lanes) {
    const y = yOf(layout, lane) ?? 0
    labels.take({ left: 0, right: layout.width, top: y - bandHalf, bottom: y + bandHalf })
  }
  for (const spot of frames) drawText(drawing, spot)
}

/** The frames of the stretch that the filter shows. */
function framesIn({ run, viewer, scale }: Drawing): readonly Frame[] {
  const frames: Frame[] = []
  const first = firstFrom(run.frames, scale.from - run.travelMaxMs)
  for (let i = first; i < run.frames.length; i++) {
    const frame = run.frames[i]
    if (frame === undefined || frame.at > scale.to) break
    if (frame.until >= scale.from && showsFrame(viewer.filter, frame, run)) frames.push(frame)
  }
  return frames
}

interface FrameSpot extends Spot {
  readonly thing: Frame
}

/** Where frames are, those that would be drawn on the same pixels once. */
function apart(drawing: Drawing, frames: readonly Frame[]): readonly FrameSpot[] {
  const seen = new Set<string>()
  const isFar = isFarOut(drawing)
  const spots: FrameSpot[] = []
  for (const frame of frames) {
    const spot = spotOf(drawing, frame)
    if (spot === undefined) continue
    const key = isFar ? pixelsOf(spot) : ''
    if (isFar && seen.has(key)) continue
    seen.add(key)
    spots.push(spot)
  }
  return spots
}

/** What a frame has in common with those that would be drawn over it. */
function pixelsOf({ thing, x1, y1, y2 }: FrameSpot): string {
  if (isTrouble(thing)) return `${y1} ${y2} ${Math.round(x1 / crossesApart)}`
  return `${thing.from} ${thing.to} ${thing.group} ${Math.round(x1)}`
}

function spotOf(drawing: Drawing, thing: Frame): FrameSpot | undefined {
  const { layout, scale } = drawing
  const [from, to] = [yOf(layout, thing.from), yOf(layout, thing.to)]
  if (from === undefined || to === undefined) return undefined
  const way = Math.sign(to - from) * (bandHalf + 1)
  const x1 = xOf(scale, thing.at)
  const spot = { thing, x1, y1: from + way, x2: xOf(scale, thing.until), y2: to - way }
  if (thing.fate !== 'x') return spot
  if (isFarOut(drawing)) return { ...spot, x2: x1, y2: spot.y1 + Math.sign(way) * lostFarOut }
  return { ...spot, x2: x1 + 6, y2: spot.y1 + (spot.y2 - spot.y1) * lostAt }
}

/** Lines of one colour at once. */
function drawLines(drawing: Drawing, spots: readonly FrameSpot[], alpha: number): void {
  const { pen, palette } = drawing
  const isFar = isFarOut(drawing)
  const paths = new Map<string, Path2D>()
  for (const { thing, x1, y1, x2, y2 } of spots) {
    const token = isTrouble(thing) ? 'trouble' : thing.group
    const path = paths.get(token) ?? new Path2D()
    path.moveTo(x1, y1)
    path.lineTo(x2, y2)
    paths.set(token, path)
  }
  pen.lineWidth = 1.2
  for (const [token, path] of paths) {
    pen.globalAlpha = token === 'probes' ? alpha / 2 : alpha
    pen.strokeStyle = palette[token as Frame['group']]
    pen.setLineDash(isFar ? [] : (dashes[token] ?? []))
    pen.stroke(path)
  }
  pen.setLineDash([])
  pen.globalAlpha = 1
}

/** The head of an arrow, at its arrival. */
function drawHead({ pen, palette }: Drawing, { thing, x1, y1, x2, y2 }: FrameSpot): void {
  if (thing.fate === 'x' || thing.fate === '.') return
  const angle = Math.atan2(y2 - y1, x2 - x1)
  pen.globalAlpha = thing.group === 'probes' ? 0.6 : 1
  pen.fillStyle = palette[isTrouble(thing) ? 'trouble' : thing.group]
  pen.beginPath()
  pen.moveTo(x2, y2)
  for (const turn of [Math.PI - 0.38, Math.PI + 0.38])
    pen.lineTo(x2 + Math.cos(angle + turn) * 7, y2 + Math.sin(angle + turn) * 7)
  pen.fill()
  pen.globalAlpha = 1
}

function drawCrosses({ pen, palette }: Drawing, spots: readonly FrameSpot[]): void {
  pen.strokeStyle = palette.trouble
  for (const { thing, x2, y2 } of spots) if (isTrouble(thing)) cross(pen, { x: x2, y: y2, r: 3.5 })
}

function drawText({ pen, labels, palette }: Drawing, spot: FrameSpot): void {
  const { thing, x1, y1, x2, y2 } = spot
  pen.font = fontOf(10.5)
  const isLost = isTrouble(thing)
  const text = isLost && thing.note !== '' ? `${thing.kinds} ✕ ${thing.note}` : thing.kinds
  const colour = palette[isLost ? 'trouble' : thing.group]
  const label = { text, colour, behind: palette.paper }
  if (isLost) {
    labels.place({ ...label, x: x2 + 6, y: y2 })
    return
  }
  for (const part of textsAt)
    if (labels.place({ ...label, x: x1 + (x2 - x1) * part + 5, y: y1 + (y2 - y1) * part })) return
}
