/**
 * The body of a frame: an array of messages, each an array of its kind and its fields. Every field
 * and every limit is checked, once, here and in the rows; one message that does not decode refuses
 * the whole body. Never throws on any bytes. Decoded messages share no memory with the bytes, which
 * may be a network buffer that is used again.
 */
import type { Hash, Message, MessageKind } from '../model/index.ts'
import { FieldReader } from './field.ts'
import { messagesMax } from './limits.ts'
import { ackRow, joinReplyRow, joinRequestRow, nackRow, pingRow } from './membership-messages.ts'
import type { MessageRow } from './field.ts'
import { pack, unpack } from './packed.ts'
import { deltaRow, digestRow, pullRow } from './replication-messages.ts'
import { replyRow, requestRow } from './request-messages.ts'

export type DecodedMessages =
  | { readonly ok: true; readonly messages: readonly Message[] }
  | { readonly ok: false; readonly detail: string }

const rows: { readonly [Kind in MessageKind]: MessageRow<Kind> } = {
  ping: pingRow,
  ack: ackRow,
  nack: nackRow,
  'join-request': joinRequestRow,
  'join-reply': joinReplyRow,
  digest: digestRow,
  pull: pullRow,
  delta: deltaRow,
  request: requestRow,
  reply: replyRow,
}

const kinds = Object.keys(rows) as readonly MessageKind[]

/** The body of a frame: 1 to `messagesMax` messages. To be copied into a frame, not kept. */
export function encodeMessages(messages: readonly Message[]): Uint8Array {
  return pack(messages.map((message) => rowOf(message.kind).write(message)))
}

export function decodeMessages(bytes: Uint8Array, hash: Hash): DecodedMessages {
  const unpacked = unpack(bytes)
  if (unpacked === undefined) return { ok: false, detail: 'not plain packed data' }
  const { data } = unpacked
  if (!Array.isArray(data) || data.length === 0 || data.length > messagesMax)
    return { ok: false, detail: `not an array of 1 to ${messagesMax} messages` }
  const messages: Message[] = []
  for (const item of data) {
    const fields = new FieldReader(item)
    const kind = fields.choice(kinds)
    if (fields.problem !== undefined) return { ok: false, detail: 'no known kind of message' }
    messages.push(rowOf(kind).read(fields, hash))
    fields.end()
    if (fields.problem !== undefined) return { ok: false, detail: `${kind}: ${fields.problem}` }
  }
  return { ok: true, messages }
}

/** A table of its own kind: any message as far as the compiler can see. */
interface AnyRow {
  write(message: Message): readonly unknown[]
  read(fields: FieldReader, hash: Hash): Message
}

const rowOf = (kind: MessageKind): AnyRow => rows[kind] as AnyRow
