/**
 * Port: a folder on a disk, with exactly the calls that a log of segment files needs. Paths are
 * relative to that folder, which is `''`: names joined by `/`, none of them empty, `.` or `..`.
 * Each call begins when it is subscribed to, may complete at once, and ends with an `FsError` if
 * it failed. Calls under way together may end in any order: wait for one to rest another on it.
 * The contract is `@quorate/conformance`'s `fsContract`.
 *
 * What a crash leaves: of a file, what was written before its last `sync` that completed; of a
 * folder, the names it had at its last `syncFolder` that completed. What came later may be there or
 * not, each write and each name for itself, in no order; a write may be there in part. A new file
 * is there only if both its content and its name are.
 */
import type { Observable } from 'rxjs'

/**
 * `read`: only to be read. `write`: to be read and written. `create`: as `write`, and the file is
 * made by this call, empty; one that is there already is refused as `exists`.
 */
export type FsMode = 'read' | 'write' | 'create'

export interface Fs {
  /** Makes a folder in one that is there. Durable when the folder it is in was synced. */
  makeFolder(path: string): Observable<never>
  /** Emits once the names in a folder, sorted by code unit. */
  list(path: string): Observable<readonly string[]>
  /** Emits the file once. A new one's name is durable when its folder was synced. */
  open(path: string, mode: FsMode): Observable<FsFile>
  /** Removes a file, or a folder that is empty. Durable when its folder was synced. */
  remove(path: string): Observable<never>
  /**
   * Gives a file or folder another name in the folder it is in; a file of that name is replaced.
   * Atomic: after a crash the name leads to the old or to the new one, whole. Durable when that
   * folder was synced; what the file holds, when the file was.
   */
  rename(path: string, name: string): Observable<never>
  /** Completes when the names in a folder are durable; not what its files hold. */
  syncFolder(path: string): Observable<never>
  /**
   * Emits once, when the folder is this holder's alone; else ends as `locked`, naming who holds it.
   * A lock ends with its process. It keeps out other locks, nothing else.
   */
  lock(path: string, holder: string): Observable<FsLock>
}

/** A file that is open. Nobody renames or removes it meanwhile: not every platform lets them. */
export interface FsFile {
  /** Emits once its size, in bytes. */
  size(): Observable<number>
  /** Emits once `length` bytes from `at` on, the caller's own; fewer where the file ends. */
  read(at: number, length: number): Observable<Uint8Array>
  /**
   * Writes all of the bytes from `at` on; a gap before them reads as zeros. The buffer is the
   * caller's again when this ends. One that fails may have written some of them. Not durable yet.
   */
  write(at: number, bytes: Uint8Array): Observable<never>
  /** Makes it as long as told, cut off or filled with zeros. Not durable yet. */
  truncate(size: number): Observable<never>
  /**
   * Completes when all is durable that was written before, and the size it needs. If it fails, what
   * was written since the last one is as good as lost, and no later one brings it back, though it
   * may still be read: write it anew, elsewhere.
   */
  sync(): Observable<never>
  /** Nothing more is asked of it; makes nothing durable. Twice is no error. */
  close(): Observable<never>
}

/** A folder that is held. */
export interface FsLock {
  /** Another may hold it. Twice is no error. */
  release(): Observable<never>
}
