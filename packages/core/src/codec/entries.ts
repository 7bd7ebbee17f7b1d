/**
 * Entries as bytes: encoded once, by their author; those bytes are stored, sent and hashed as they
 * are, never encoded again. Fields, in this order: stream (24 bytes), seq, l, c, view, deps, prev
 * (32 bytes), event, signature. A decoded entry shares no memory with the bytes it came from,
 * which may be a network buffer that is used again: it and its parts are views of a copy.
 */
import type { Hash, LogEntry } from '../model/index.ts'
import { hashBytes, storeOf } from '../model/index.ts'
import { counterMax } from '../time/index.ts'
import { readEvent, writeEvent } from './events.ts'
import { FieldReader } from './field-reader.ts'
import { encodeItem, keepBytes } from './field-writer.ts'
import { encodedEntryBytesMax, signatureBytesMax } from './limits.ts'

/** All of an entry but what follows from it. */
export type EntryFields = Omit<LogEntry, 'bytes' | 'hash'>

export type DecodedEntry =
  | { readonly ok: true; readonly entry: LogEntry }
  | { readonly ok: false; readonly detail: string }

/** An entry's bytes, the caller's to keep. */
export function encodeEntry(fields: EntryFields): Uint8Array {
  const encoded = encodeItem((to) => {
    to.array(9)
    to.stream(fields.stream)
    to.count(fields.seq)
    to.count(fields.hlc.l)
    to.count(fields.hlc.c)
    to.count(fields.view)
    to.vector(fields.deps)
    to.bytes(fields.prev)
    writeEvent(fields.event, to)
    to.bytes(fields.signature)
  })
  return keepBytes(encoded)
}

/** Checks every field and limit. Never throws; the entry keeps a copy of `bytes`. */
export function decodeEntry(bytes: Uint8Array, hash: Hash): DecodedEntry {
  if (bytes.length > encodedEntryBytesMax)
    return { ok: false, detail: `an entry of more than ${encodedEntryBytesMax} bytes` }
  const own = keepBytes(bytes)
  const reader = new FieldReader(own)
  const entry = reader.nested(() => readEntry(reader, own))
  reader.end()
  if (entry.deps.has(entry.stream)) reader.refuse('an entry names its own stream')
  if (reader.problem !== undefined) return { ok: false, detail: `entry: ${reader.problem}` }
  return { ok: true, entry: { ...entry, hash: hash(own) } }
}

function readEntry(reader: FieldReader, bytes: Uint8Array): Omit<LogEntry, 'hash'> {
  const stream = reader.streamId()
  return {
    stream,
    seq: reader.count(),
    store: storeOf(stream),
    hlc: { l: reader.count(), c: reader.count(counterMax) },
    view: reader.count(),
    deps: reader.vector(),
    prev: reader.view(hashBytes),
    event: readEvent(reader),
    signature: reader.view(0, signatureBytesMax),
    bytes,
  }
}
