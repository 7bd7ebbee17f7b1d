/**
 * Where everything is on the chart: the plan on top, the axis, then one lane for each member that
 * is shown. Decides places only; one layout is one drawing's.
 */
import type { Filter, Run } from '../../model/index.ts'
import type { Size } from '../picture/index.ts'

export interface Layout {
  readonly width: number
  readonly height: number
  /** Where time begins, right of the names. */
  readonly left: number
  readonly right: number
  readonly planTop: number
  readonly planRows: number
  readonly axisY: number
  readonly lanesTop: number
  readonly laneHeight: number
  /** The lanes shown, from top to bottom. */
  readonly lanes: readonly number[]
}

/** Half of a lane's band. */
export const bandHalf = 7
export const planRowHeight = 20
const planRowsMax = 4
const axisHeight = 26
const laneHeightMin = 64
const namesWidth = 92
const edge = 14

export function layoutOf(run: Run, filter: Filter, { width, height }: Size): Layout {
  const shown = run.lanes.map((_, lane) => lane).filter((lane) => !filter.hiddenLanes.has(lane))
  const planRows = run.record.plan.length === 0 ? 0 : Math.min(planRowsMax, overlapOf(run))
  const planTop = 6
  const axisY = planTop + planRows * planRowHeight + axisHeight
  const lanesTop = axisY + 14
  const room = (height - lanesTop - 8) / Math.max(shown.length, 1)
  const laneHeight = Math.max(laneHeightMin, Math.floor(room))
  return {
    width,
    height: Math.max(height, lanesTop + shown.length * laneHeight + 8),
    left: namesWidth,
    right: width - edge,
    planTop,
    planRows,
    axisY,
    lanesTop,
    laneHeight,
    lanes: shown,
  }
}

/** The middle of a lane's band; undefined: not shown. */
export function yOf({ lanes, lanesTop, laneHeight }: Layout, lane: number): number | undefined {
  const place = lanes.indexOf(lane)
  return place < 0 ? undefined : lanesTop + (place + 0.5) * laneHeight
}

/** How many lines of the plan last at once, at most; one more, as their texts take room. */
function overlapOf({ record: { plan } }: Run): number {
  const at = plan.map(({ atMs }) => {
    return plan.filter((line) => line.atMs <= atMs && (line.untilMs ?? line.atMs) > atMs).length
  })
  return 1 + Math.max(1, ...at)
}
