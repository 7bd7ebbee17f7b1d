/** Door of the detector: who is asked when, and what is made of the answers. */
export { hearAck, hearGossip, hearNack, hearReport } from './hear.ts'
export { missUnreachable } from './hints.ts'
export { answerPing, pingOf } from './ping.ts'
export { missProbe } from './probing.ts'
export { hearPingReport, missRelay, relayAck, relayPing } from './relay.ts'
export { endSuspicion } from './suspects.ts'
export { askInTurn, planTurn } from './turn.ts'
