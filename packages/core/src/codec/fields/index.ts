/** Door of the fields that messages and entries are made of: bytes to checked values, and back. */
export { FieldReader, isListedName } from './field-reader.ts'
export { StreamNames } from './stream-names.ts'
export type { Whereabouts } from './packed-reader.ts'
export {
  blankItem,
  encodeItem,
  type FieldWriter,
  hexOf,
  keepBytes,
  nibble,
} from './field-writer.ts'
export {
  findings,
  messageKinds,
  nackedKinds,
  refusals,
  statuses,
  subjects,
  wishes,
} from './kinds.ts'
export { type DecodedValue, decodeValue, encodeValue, sizeOfValue } from './value.ts'
