/**
 * The body of a frame: an array of messages, each an array of its kind's number and its fields
 * (docs/protocol/messages.md). Every field and every limit is checked, once, here and in the rows;
 * one message that does not decode refuses the whole body. Never throws on any bytes. Decoded
 * messages share no memory with the bytes, which may be a network buffer that is used again.
 */
import type { Hash, Message, MessageKind } from '../model/index.ts'
import { encodeItem, FieldReader, type FieldWriter, messageKinds } from './fields/index.ts'
import { messagesMax } from './limits.ts'
import {
  ackRow,
  gossipRow,
  joinReplyRow,
  joinRequestRow,
  liveReportRow,
  nackRow,
  pingReportRow,
  pingRequestRow,
  pingRow,
} from './membership-messages.ts'
import type { MessageRow } from './message-row.ts'
import { deltaRow, digestRow, pullRow } from './replication-messages.ts'
import { replyRow, requestRow } from './request-messages.ts'

export type DecodedMessages =
  | { readonly ok: true; readonly messages: readonly Message[] }
  | { readonly ok: false; readonly detail: string }

const rows: { readonly [Kind in MessageKind]: MessageRow<Kind> } = {
  ping: pingRow,
  ack: ackRow,
  'ping-request': pingRequestRow,
  'ping-report': pingReportRow,
  gossip: gossipRow,
  'live-report': liveReportRow,
  nack: nackRow,
  'join-request': joinRequestRow,
  'join-reply': joinReplyRow,
  digest: digestRow,
  pull: pullRow,
  delta: deltaRow,
  request: requestRow,
  reply: replyRow,
}

/** The body of a frame: 1 to `messagesMax` messages. To be copied into a frame, not kept. */
export function encodeMessages(messages: readonly Message[]): Uint8Array {
  return encodeItem((to) => {
    to.array(messages.length)
    for (const message of messages) writeMessage(message, to)
  })
}

export function decodeMessages(bytes: Uint8Array, hash: Hash): DecodedMessages {
  const messages: Message[] = []
  const reader = new FieldReader(bytes)
  reader.nested(() => {
    if (reader.left === 0 || reader.left > messagesMax)
      reader.refuse(`1 to ${messagesMax} messages were expected`)
    while (reader.left > 0 && reader.problem === undefined)
      messages.push(reader.nested(() => rowOf(reader.numbered(messageKinds)).read(reader, hash)))
  })
  reader.end()
  if (reader.problem === undefined) return { ok: true, messages }
  return { ok: false, detail: `${messages.at(-1)?.kind ?? 'no message'}, ${reader.problem}` }
}

function writeMessage(message: Message, to: FieldWriter): void {
  const row = rowOf(message.kind)
  to.array(row.fields)
  to.numbered(messageKinds, message.kind)
  row.write(message, to)
}

interface AnyRow {
  readonly fields: number
  write(message: Message, to: FieldWriter): void
  read(from: FieldReader, hash: Hash): Message
}

const rowOf = (kind: MessageKind): AnyRow => rows[kind]
