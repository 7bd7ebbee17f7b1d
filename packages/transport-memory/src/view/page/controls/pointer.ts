/**
 * The pointer: wheel and drag on the diagram to zoom and pan, a click to select or to put the
 * cursor there, and the scrub bar to drag along.
 */
import type { Chart } from '../chart/index.ts'
import type { Viewer } from '../../model/index.ts'
import { stepText } from '../../model/index.ts'
import type { Overview } from '../overview/index.ts'
import { msOf, msPerPixel } from '../picture/index.ts'

/** Pixels before a press is a drag and not a click. */
const dragFrom = 4
/** How much closer one unit of the wheel goes. */
const wheelRate = 0.0015

/** A diagram and the element it is drawn on. */
export interface ChartPlace {
  readonly canvas: HTMLCanvasElement
  readonly chart: Chart
  readonly redraw: () => void
}

export function listenOnChart(viewer: Viewer, place: ChartPlace): void {
  const { canvas, chart } = place
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const sideways = event.shiftKey ? event.deltaY : event.deltaX
      if (sideways !== 0) viewer.pan(sideways * msPerPixel(chart.scale))
      else viewer.zoom(Math.exp(event.deltaY * wheelRate), msOf(chart.scale, event.offsetX))
    },
    { passive: false },
  )
  listenToDrags(viewer, place)
}

function listenToDrags(viewer: Viewer, { canvas, chart, redraw }: ChartPlace): void {
  let pressedAt: number | undefined
  let hasMoved = false
  canvas.addEventListener('pointerdown', (event) => {
    pressedAt = event.offsetX
    hasMoved = false
    canvas.setPointerCapture(event.pointerId)
  })
  canvas.addEventListener('pointermove', (event) => {
    if (pressedAt === undefined) return hover(viewer, { canvas, chart, redraw }, event)
    if (!hasMoved && Math.abs(event.offsetX - pressedAt) < dragFrom) return
    hasMoved = true
    viewer.pan((pressedAt - event.offsetX) * msPerPixel(chart.scale))
    pressedAt = event.offsetX
  })
  canvas.addEventListener('pointerup', (event) => {
    pressedAt = undefined
    if (hasMoved) return
    const thing = chart.thingAt(event.offsetX, event.offsetY)
    if (thing === undefined) viewer.moveTo(msOf(chart.scale, event.offsetX))
    else viewer.select(thing)
  })
}

function hover(viewer: Viewer, place: ChartPlace, { offsetX, offsetY }: PointerEvent): void {
  const { canvas, chart, redraw } = place
  const thing = chart.thingAt(offsetX, offsetY)
  if (thing === chart.hovered) return
  canvas.style.cursor = thing === undefined ? 'crosshair' : 'pointer'
  const step = { at: 0, thing, isArrival: false, isInteresting: false }
  canvas.title = thing === undefined ? '' : stepText({ ...step, thing }, viewer.run)
  chart.hovered = thing
  redraw()
}

/** A scrub bar and the element it is drawn on. */
export interface OverviewPlace {
  readonly canvas: HTMLCanvasElement
  readonly overview: Overview
}

export function listenOnOverview(viewer: Viewer, { canvas, overview }: OverviewPlace): void {
  let isPressed = false
  const scrub = (event: PointerEvent): void => {
    if (isPressed) viewer.moveTo(overview.timeAt(event.offsetX))
  }
  canvas.addEventListener('pointerdown', (event) => {
    isPressed = true
    canvas.setPointerCapture(event.pointerId)
    scrub(event)
  })
  canvas.addEventListener('pointermove', scrub)
  canvas.addEventListener('pointerup', () => {
    isPressed = false
  })
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      viewer.zoom(Math.exp(event.deltaY * wheelRate), overview.timeAt(event.offsetX))
    },
    { passive: false },
  )
}
