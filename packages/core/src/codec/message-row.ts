/**
 * What each kind of message brings to the table of `messages.ts`: what writes its fields and what
 * checks them stand together, so that the two cannot part.
 */
import type { Hash, MessageKind, MessageOf } from '../model/index.ts'
import type { FieldReader, FieldWriter } from './fields/index.ts'

export interface MessageRow<Kind extends MessageKind> {
  /** How many fields, the kind included. */
  readonly fields: number
  /** Writes the fields after the kind. */
  write(message: MessageOf<Kind>, to: FieldWriter): void
  /** Reads the fields after the kind. */
  read(from: FieldReader, hash: Hash): MessageOf<Kind>
}
