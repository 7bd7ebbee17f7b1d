/**
 * Messages of replication as fields, in the order written here (docs/protocol/replication.md). A
 * delta carries entries as their authors encoded them; each is decoded and checked with it, and one
 * that cannot be refuses the whole frame.
 */
import type { Hash, LogEntry } from '../model/index.ts'
import { decodeEntry } from './entries.ts'
import type { FieldReader, MessageRow } from './field.ts'
import { vectorFields } from './field.ts'
import { deltaEntriesMax, encodedEntryBytesMax, hopsMax } from './limits.ts'

const vectorHashBytes = 8

export const digestRow: MessageRow<'digest'> = {
  write: ({ vectorHash }) => ['digest', vectorHash],
  read: (fields) => ({ kind: 'digest', vectorHash: fields.bytes(vectorHashBytes) }),
}

export const pullRow: MessageRow<'pull'> = {
  write: ({ vector, bytesMax }) => ['pull', vectorFields(vector), bytesMax],
  read: (fields) => ({ kind: 'pull', vector: fields.vector(), bytesMax: fields.count() }),
}

export const deltaRow: MessageRow<'delta'> = {
  write: ({ entries, more, hops }) => ['delta', entries.map(({ bytes }) => bytes), more, hops],
  read: (fields, hash) => ({
    kind: 'delta',
    entries: fields.nested((inner) => readEntries(inner, hash)),
    more: fields.flag(),
    hops: fields.count(hopsMax),
  }),
}

function readEntries(fields: FieldReader, hash: Hash): readonly LogEntry[] {
  const entries: LogEntry[] = []
  if (fields.left > deltaEntriesMax) fields.refuse(`more than ${deltaEntriesMax} entries`)
  while (fields.left > 0 && fields.problem === undefined) {
    const decoded = decodeEntry(fields.view(1, encodedEntryBytesMax), hash)
    if (decoded.ok) entries.push(decoded.entry)
    else fields.refuse(decoded.detail)
  }
  return entries
}
