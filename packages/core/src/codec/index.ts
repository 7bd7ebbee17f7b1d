/** Door of the codec: bytes to frames, messages and entries, and back. Throws on no bytes. */
export * from './checkpoints.ts'
export * from './entries.ts'
export * from './envelope.ts'
export { type DecodedValue, decodeValue, encodeValue, sizeOfValue } from './fields/index.ts'
export * from './limits.ts'
export * from './messages.ts'
export { StoredEntries } from './stored-entries.ts'
