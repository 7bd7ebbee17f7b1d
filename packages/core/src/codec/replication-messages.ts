/**
 * Messages of replication as fields, in the order written here (docs/protocol/messages.md). A
 * delta carries entries as their authors encoded them; each is decoded and checked with it, and one
 * that cannot be refuses the whole frame.
 */
import type { Hash, LogEntry } from '../model/index.ts'
import { vectorHashBytes } from '../model/index.ts'
import { decodeEntry } from './entries.ts'
import type { FieldReader } from './fields/index.ts'
import { deltaEntriesMax, encodedEntryBytesMax, hopsMax } from './limits.ts'
import type { MessageRow } from './message-row.ts'

export const digestRow: MessageRow<'digest'> = {
  fields: 2,
  write: ({ vectorHash }, to) => {
    to.bytes(vectorHash)
  },
  read: (from) => ({ kind: 'digest', vectorHash: from.bytes(vectorHashBytes) }),
}

export const pullRow: MessageRow<'pull'> = {
  fields: 3,
  write: ({ vector, bytesMax }, to) => {
    to.vector(vector)
    to.count(bytesMax)
  },
  read: (from) => ({ kind: 'pull', vector: from.vector(), bytesMax: from.count() }),
}

export const deltaRow: MessageRow<'delta'> = {
  fields: 4,
  write: ({ entries, more, hops }, to) => {
    to.array(entries.length)
    for (const { bytes } of entries) to.bytes(bytes)
    to.flag(more)
    to.count(hops)
  },
  read: (from, hash) => ({
    kind: 'delta',
    entries: from.nested(() => readEntries(from, hash)),
    more: from.flag(),
    hops: from.count(hopsMax),
  }),
}

function readEntries(from: FieldReader, hash: Hash): readonly LogEntry[] {
  const entries: LogEntry[] = []
  if (from.left > deltaEntriesMax) from.refuse(`more than ${deltaEntriesMax} entries`)
  while (from.left > 0 && from.problem === undefined) {
    const decoded = decodeEntry(from.view(1, encodedEntryBytesMax), hash)
    if (decoded.ok) entries.push(decoded.entry)
    else from.refuse(decoded.detail)
  }
  return entries
}
