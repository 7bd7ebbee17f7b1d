/** Door of the model: a run as views work with it, and what of it is looked at. No drawing. */
export * from './filter.ts'
export * from './groups.ts'
export type { LaneState } from './lane-states.ts'
export * from './run.ts'
export * from './steps.ts'
export * from './times.ts'
export { Viewer } from './viewer.ts'
