/**
 * Port: where a member's log lives. One writer; calls are carried out in order. An error ends the
 * returned Observable with an Error, and the store takes no more writes until opened again; but for
 * want of room. The contract is `@quorate/conformance`'s `logStoreContract`.
 */
import type { Observable } from 'rxjs'
import type { LogIdentity } from '../model/index.ts'

/** What a store holds when opened. */
export interface Recovered {
  /** undefined: nothing yet. */
  readonly identity: LogIdentity | undefined
  /** Encoded entries in the order they were appended. */
  readonly entries: readonly Uint8Array[]
  /** What was kept last by `saveCheckpoint`, or before; undefined: nothing that can be read. */
  readonly checkpoint?: Uint8Array | undefined
  /** What was found damaged and what was done about it, for a person; empty when all was well. */
  readonly repairs: readonly string[]
}

export interface LogStore {
  /** Emits once what is held, then completes. Errors while another holder has it open. */
  open(): Observable<Recovered>
  /**
   * Sets aside, whole, whatever was held, and begins a log that holds these entries, default none;
   * completes when durable. After a crash there is what was before, or the new log with all.
   * Without room it ends as an append does, and the log before goes on, if there is one.
   */
  start(identity: LogIdentity, entries?: readonly Uint8Array[]): Observable<never>
  /**
   * Completes only when all of the batch is DURABLE; after a crash, a prefix of it is there.
   * Without room it ends with an `FsError` `full`: nothing of it is kept. All behind it end the
   * same, so that there are no gaps, until an append of nothing completes: what was refused has
   * room now.
   */
  append(batch: readonly Uint8Array[]): Observable<never>
  /**
   * Keeps these bytes beside the log, in the place of those before: a cache. Completes when they
   * are whole there; a crash leaves these or those before, whole, or nothing. Is no write: appends
   * do not wait for it, and an error ends nothing but the Observable. A start() forgets them, and
   * those that come before it has completed: they are never kept beside another log than the one
   * there was.
   */
  saveCheckpoint(bytes: Uint8Array): Observable<never>
  /** Completes when all appends did and the store may be opened again. Twice is no error. */
  close(): Observable<never>
}
