/**
 * The hash chain of a stream (S2): each entry names the hash of the one before it, so a stream is
 * one history and two successors of one entry are proof of equivocation. Hashes are made elsewhere
 * (`author.ts`, `codec/entries.ts`); here they are only compared.
 */
import type { LogEntry } from '../model/index.ts'
import { equalBytes, hashBytes } from '../model/index.ts'

/** `prev` of a run's first entry. Not to be written to. */
export const zeroHash: Uint8Array = new Uint8Array(hashBytes)

/** What the entry after `head` must name; `head` undefined: the stream is empty. */
export const prevAfter = (head: LogEntry | undefined): Uint8Array => head?.hash ?? zeroHash

/** Whether `entry` is linked to `head`. */
export const isLinked = (head: LogEntry | undefined, entry: LogEntry): boolean =>
  equalBytes(entry.prev, prevAfter(head))
