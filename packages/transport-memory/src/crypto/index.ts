/** Door of what worlds use for crypto. */
export { checksumCrypto } from './checksum-crypto.ts'
export { sharedCrypto } from './shared-crypto.ts'
