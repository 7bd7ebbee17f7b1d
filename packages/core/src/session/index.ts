/** Door of the session: messages into proven frames, and back before anything is decoded. */
export { Authenticator, type Place } from './authenticate.ts'
export { keyRing } from './key-ring.ts'
export type { Opened, Outgoing } from './opened.ts'
export { Outbox } from './outbox.ts'
export { peekFrame, type PeekedFrame } from './peek-frame.ts'
