/** Door of the session: messages into proven frames, and back before anything is decoded. */
export { Authenticator, type Opened, type Outgoing, type Place } from './authenticate.ts'
export { keyRing } from './key-ring.ts'
export { Outbox } from './outbox.ts'
