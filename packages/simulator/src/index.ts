/** Random schedules as a library: for a run by hand, of any number of seeds. */
export { play, type PlayOptions, type Report } from './schedules/play.ts'
export { type Schedule, scheduleOf } from './schedules/schedule.ts'
