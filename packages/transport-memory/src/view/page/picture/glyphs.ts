/**
 * The shapes of marks: every sort has its own, so that colour is never the only difference. Each is
 * drawn around a point, in the colour that the pen has.
 */
import type { MarkGroup } from '../../model/index.ts'

/** Where, and how far from there to the edge. */
export interface Spotting {
  readonly x: number
  readonly y: number
  readonly r: number
}

type Glyph = (pen: CanvasRenderingContext2D, at: Spotting) => void

/** A filled shape through points, given as parts of the radius. */
const shape =
  (points: readonly (readonly [number, number])[]): Glyph =>
  (pen, { x, y, r }) => {
    pen.beginPath()
    for (const [across, down] of points) pen.lineTo(x + across * r, y + down * r)
    pen.closePath()
    pen.fill()
  }

const disc: Glyph = (pen, { x, y, r }) => {
  pen.beginPath()
  pen.arc(x, y, r * 0.85, 0, Math.PI * 2)
  pen.fill()
}

const ring: Glyph = (pen, { x, y, r }) => {
  pen.lineWidth = 1.6
  pen.beginPath()
  pen.arc(x, y, r * 0.7, 0, Math.PI * 2)
  pen.stroke()
}

/** A ring with a bar: not let in. */
const barred: Glyph = (pen, { x, y, r }) => {
  pen.lineWidth = 1.8
  pen.beginPath()
  pen.arc(x, y, r * 0.85, 0, Math.PI * 2)
  pen.moveTo(x - r * 0.6, y + r * 0.6)
  pen.lineTo(x + r * 0.6, y - r * 0.6)
  pen.stroke()
}

/** A cross, for what is lost. */
export const cross: Glyph = (pen, { x, y, r }) => {
  pen.lineWidth = 2
  pen.beginPath()
  pen.moveTo(x - r, y - r)
  pen.lineTo(x + r, y + r)
  pen.moveTo(x + r, y - r)
  pen.lineTo(x - r, y + r)
  pen.stroke()
}

const diamond = shape([
  [0, -1.25],
  [1.05, 0],
  [0, 1.25],
  [-1.05, 0],
])
const square = shape([
  [-0.85, -0.85],
  [0.85, -0.85],
  [0.85, 0.85],
  [-0.85, 0.85],
])
const up = shape([
  [0, -1.05],
  [1, 0.8],
  [-1, 0.8],
])
const down = shape([
  [0, 1.05],
  [1, -0.8],
  [-1, -0.8],
])
const flag = shape([
  [-0.7, -1.1],
  [1.1, -0.5],
  [-0.3, 0.1],
  [-0.3, 1.1],
  [-0.7, 1.1],
])
const plus = shape([
  [-0.35, -1],
  [0.35, -1],
  [0.35, -0.35],
  [1, -0.35],
  [1, 0.35],
  [0.35, 0.35],
  [0.35, 1],
  [-0.35, 1],
  [-0.35, 0.35],
  [-1, 0.35],
  [-1, -0.35],
  [-0.35, -0.35],
])

export const glyphs: { readonly [Group in MarkGroup]: Glyph } = {
  late: diamond,
  process: square,
  lifecycle: flag,
  refusals: barred,
  verdicts: down,
  roster: plus,
  log: disc,
  network: up,
}

/** An entry of another member, as it becomes durable here. */
export const othersEntry: Glyph = ring
