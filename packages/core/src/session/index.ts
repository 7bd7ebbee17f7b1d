/** Door of the session: messages into proven frames, and back before anything is decoded. */
export {
  answersPerSecondMax,
  Authenticator,
  type AuthenticatorOptions,
  helloRetryMs,
  type Opened,
  type Outgoing,
  type Place,
  sessionsMax,
  waitingMax,
} from './authenticate.ts'
export { type KeyRing, keyRing } from './key-ring.ts'
export { Outbox, type OutboxOptions } from './outbox.ts'
