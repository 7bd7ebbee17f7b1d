/**
 * How much happens when, over a whole run: counts per column of the overview. Counted once per
 * width and filter, since a run has tens of thousands of frames.
 */
import type { Filter, Run } from '../../model/index.ts'
import { isTrouble, showsFrame, showsMark } from '../../model/index.ts'

export interface Density {
  readonly columns: number
  /** Frames on their way that the filter shows. */
  readonly shown: Uint32Array
  /** All frames, hidden ones too. */
  readonly all: Uint32Array
  readonly trouble: Uint32Array
  readonly late: Uint32Array
  /** The most in any column of `all`, at least 1. */
  readonly most: number
}

export function densityOf(run: Run, filter: Filter, columns: number): Density {
  const density = {
    columns,
    shown: new Uint32Array(columns),
    all: new Uint32Array(columns),
    trouble: new Uint32Array(columns),
    late: new Uint32Array(columns),
  }
  const columnOf = (at: number): number =>
    Math.min(columns - 1, Math.floor((at / run.endMs) * columns))
  for (const frame of run.frames) {
    const column = columnOf(frame.at)
    count(density.all, column)
    if (isTrouble(frame)) count(density.trouble, column)
    else if (showsFrame(filter, frame, run)) count(density.shown, column)
  }
  for (const mark of run.marks)
    if (mark.group === 'late' && showsMark(filter, mark, run))
      count(density.late, columnOf(mark.at))
  return { ...density, most: density.all.reduce((a, b) => Math.max(a, b), 1) }
}

function count(counts: Uint32Array, column: number): void {
  counts[column] = (counts[column] ?? 0) + 1
}
