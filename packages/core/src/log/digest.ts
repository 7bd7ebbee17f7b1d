/**
 * What a member holds in 8 bytes: what two members compare to see that neither lacks anything, and
 * that both hold the same. Equal streams have equal hashes whatever order they are in; a count of 0
 * counts as absent. Of each stream its head counts, which stands for all before it (S2). A
 * collision only delays an exchange until either side changes.
 */
import type { Hash, StreamId, VersionVector } from '../model/index.ts'
import { toHex, vectorHashBytes } from '../model/index.ts'
import type { EventLog } from './event-log.ts'

/** A log as far as a vector goes, but for streams of which it is known that others hold another. */
export interface Holding {
  readonly log: EventLog
  readonly vector: VersionVector
  readonly forks: ReadonlySet<StreamId>
}

/** Bytes of a head's hash that count. */
const headBytes = 4

/** First 8 bytes of the hash of streams, counts and heads. */
export function holdingHash({ log, vector, forks }: Holding, hash: Hash): Uint8Array {
  let text = ''
  const rows = [...vector].filter(([stream, count]) => count > 0 && !forks.has(stream))
  rows.sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [stream, count] of rows) {
    const head = log.streams.get(stream)?.at(count - 1)
    const mark = head === undefined ? '' : toHex(head.hash.subarray(0, headBytes))
    text += `${stream}:${count}:${mark};`
  }
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return hash(bytes).slice(0, vectorHashBytes)
}
