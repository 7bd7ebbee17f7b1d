/** Door of the scenarios about who answers: what the log says of it, who is silent, who is not. */
export { doubt } from './doubt.ts'
export { silence } from './silence.ts'
export { verdicts } from './verdicts.ts'
