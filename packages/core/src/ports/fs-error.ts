/**
 * Why a call of an `Fs` failed: one code for what every platform calls by its own names, so that a
 * log can decide on it. It carries what the platform said as its cause; it decides nothing.
 */

export type FsErrorCode =
  | 'not-found' // nothing of that name, or no folder where one must be
  | 'exists' // something has that name
  | 'not-empty' // a folder that holds something
  | 'wrong-kind' // a folder where a file must be, or a file where a folder must be
  | 'full' // no room; reading and removing go on, and writing when there is room again
  | 'io' // the disk failed: what a failed sync covered is lost
  | 'damaged' // what was read is not what was written
  | 'locked' // another holds it; the detail names who
  | 'read-only' // opened to be read
  | 'closed' // the file was closed before
  | 'invalid' // no path, no place in a file

/** What the Observables of an `Fs` end with. Switch on `code`; it is stable. */
export class FsError extends Error {
  override readonly name: string = 'FsError'
  readonly code: FsErrorCode

  constructor(code: FsErrorCode, detail: string, options?: { readonly cause?: unknown }) {
    super(detail, options)
    this.code = code
  }
}
