/** Door of the scrub bar. */
export { Overview } from './overview.ts'
