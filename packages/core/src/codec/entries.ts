/**
 * Entries as bytes: encoded once, by their author; those bytes are stored, sent and hashed as they
 * are, never encoded again. Fields, in this order: stream (24 bytes), seq, l, c, view, deps, prev
 * (32 bytes), event, signature. A decoded entry shares no memory with the bytes it came from.
 */
import type { Hash, LogEntry } from '../model/index.ts'
import { hashBytes, storeOf } from '../model/index.ts'
import { counterMax } from '../time/index.ts'
import { eventFields, readEvent } from './events.ts'
import { bytesOfHex, FieldReader, vectorFields } from './field.ts'
import { encodedEntryBytesMax, signatureBytesMax } from './limits.ts'
import { pack, unpack } from './packed.ts'

/** All of an entry but what follows from it. */
export type EntryFields = Omit<LogEntry, 'bytes' | 'hash'>

export type DecodedEntry =
  | { readonly ok: true; readonly entry: LogEntry }
  | { readonly ok: false; readonly detail: string }

/** An entry's bytes, the caller's to keep. */
export function encodeEntry(fields: EntryFields): Uint8Array {
  const packed = pack([
    bytesOfHex(fields.stream),
    fields.seq,
    fields.hlc.l,
    fields.hlc.c,
    fields.view,
    vectorFields(fields.deps),
    fields.prev,
    eventFields(fields.event),
    fields.signature,
  ])
  return new Uint8Array(packed)
}

/** Checks every field and limit. Never throws; the entry keeps a copy of `bytes`. */
export function decodeEntry(bytes: Uint8Array, hash: Hash): DecodedEntry {
  if (bytes.length > encodedEntryBytesMax)
    return { ok: false, detail: `an entry of more than ${encodedEntryBytesMax} bytes` }
  const own = new Uint8Array(bytes)
  const unpacked = unpack(own)
  if (unpacked === undefined) return { ok: false, detail: 'an entry is not plain packed data' }
  const reader = new FieldReader(unpacked.data)
  const fields = readEntry(reader)
  reader.end()
  if (fields.deps.has(fields.stream)) reader.refuse('an entry names its own stream')
  if (reader.problem !== undefined) return { ok: false, detail: `entry: ${reader.problem}` }
  return { ok: true, entry: { ...fields, bytes: own, hash: hash(own) } }
}

function readEntry(reader: FieldReader): EntryFields {
  const stream = reader.streamId()
  return {
    stream,
    seq: reader.count(),
    store: storeOf(stream),
    hlc: { l: reader.count(), c: reader.count(counterMax) },
    view: reader.count(),
    deps: reader.vector(),
    prev: reader.bytes(hashBytes),
    event: reader.nested(readEvent),
    signature: reader.bytes(0, signatureBytesMax),
  }
}
