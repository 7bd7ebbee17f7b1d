/** Door of the benchmark that kills writing processes. */
export { logKills } from './log-kills.ts'
