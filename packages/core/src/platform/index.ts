/** Door of the platform: the ports on Node. The only folder that names a built-in. */
export { nodeCrypto } from './node-crypto.ts'
export { systemClock } from './system-clock.ts'
export { systemEntropy } from './system-entropy.ts'
