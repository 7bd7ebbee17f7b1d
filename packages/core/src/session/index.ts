/** Door of the session: every frame is proven before anything in it is decoded. */
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
