/** Door of suspicion: how long a suspect has to refute, and how sure one is that it has failed. */
export { confidenceOf } from './confidence.ts'
export { suspicionMinMs, suspicionTimeoutMs, wantedConfirmations } from './timeout.ts'
