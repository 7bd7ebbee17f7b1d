/** Door of recording: a run becomes a record while it happens. */
export { RunRecorder } from './run-recorder.ts'
export type { RecorderOptions, RunEnd } from './run-recorder.ts'
