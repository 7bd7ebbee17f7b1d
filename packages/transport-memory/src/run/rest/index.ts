/** Door of the part of a run in which nothing is broken any more. */
export { RestPhase } from './rest-phase.ts'
