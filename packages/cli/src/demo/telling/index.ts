/** How the story is told: a timeline while it happens, and a table at its end. */
export { conclude } from './conclusion.ts'
export { disagreements, type Report, reportOf } from './final-table.ts'
export { type Happening, show } from './happening.ts'
export { Reporter } from './reporter.ts'
export type { Screen } from '../../reports/screen.ts'
export { Timeline } from './timeline.ts'
