/** One drawing of the chart: what all its parts draw with, and what they find out on the way. */
import type { Run, Thing, Viewer } from '../../model/index.ts'
import { msPerPixel } from '../picture/index.ts'
import type { Labels, Palette, Scale } from '../picture/index.ts'
import type { Layout } from './layout.ts'

/** Something drawn, as a line or a point, to be found again under the pointer. */
export interface Spot {
  readonly thing: Thing
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

/** So far out that single frames and entries are no longer told apart. */
export const isFarOut = ({ scale }: Drawing): boolean => msPerPixel(scale) > farOutMs

/** Virtual milliseconds of a pixel. */
const farOutMs = 40

export interface Drawing {
  readonly pen: CanvasRenderingContext2D
  readonly run: Run
  readonly viewer: Viewer
  readonly layout: Layout
  readonly scale: Scale
  readonly palette: Palette
  readonly labels: Labels
  readonly spots: Spot[]
}
