/** Door of seeing a run: its record, made while it happens, and what is made of that. */
export { columnsOf } from './columns.ts'
export type { ColumnsOptions } from './columns.ts'
export { htmlOf } from './html.ts'
export { RunRecorder } from './recording/index.ts'
export type { RecorderOptions, RunEnd } from './recording/index.ts'
export type {
  CutRow,
  EntryRow,
  Fate,
  FrameRow,
  Lane,
  LeftOut,
  MarkRow,
  Micros,
  PlanLine,
  ProcessState,
  RunFailure,
  RunRecord,
  StateChange,
  StateRow,
  Word,
} from './run-record.ts'
export { shivizOf } from './shiviz.ts'
export type { ShivizOptions } from './shiviz.ts'
