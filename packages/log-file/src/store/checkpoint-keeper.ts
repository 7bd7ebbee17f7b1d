/**
 * Keeps checkpoints of a log, one at a time, beside all that is appended: they share nothing but
 * the disk, and neither waits for the other.
 */
import type { Fs } from '@quorate/core'
import { EMPTY, catchError, defer, finalize, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { begun, saveCheckpoint } from '../writing/index.ts'

/** The log that a checkpoint is of. */
export interface CheckpointPlace {
  readonly fs: Fs
  readonly log: number
}

export class CheckpointKeeper {
  #isKeeping = false
  #last: Observable<never> = EMPTY

  /** Completes when the one under way has ended, however that was. */
  get over(): Observable<never> {
    return defer(() => this.#last.pipe(catchError(() => EMPTY)))
  }

  /** Refused while another is under way: the next one will say more. */
  keep({ fs, log }: CheckpointPlace, bytes: Uint8Array): Observable<never> {
    if (this.#isKeeping) return throwError(() => new Error('another checkpoint is being kept'))
    this.#isKeeping = true
    const ended = finalize<never>(() => {
      this.#isKeeping = false
    })
    this.#last = begun(saveCheckpoint(fs, log, bytes).pipe(ended))
    return this.#last
  }
}
