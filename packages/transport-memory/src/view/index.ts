/** Door of seeing a run: its record, made while it happens, and what is made of that. */
export { htmlOf } from './html.ts'
export { RunRecorder } from './recording/index.ts'
export type { RecorderOptions, RunEnd } from './recording/index.ts'
export type * from './run-record.ts'
