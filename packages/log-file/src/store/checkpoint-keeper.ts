/**
 * Keeps checkpoints of a log, one at a time, beside all that is appended: they share nothing but
 * the disk, and neither waits for the other. Each is put beside the log that there was when it was
 * handed over.
 */
import type { Fs } from '@quorate/core'
import { Observable, Subject, finalize, ignoreElements, take } from 'rxjs'
import { begun, saveCheckpoint } from '../writing/index.ts'
import type { Ending } from './waiting.ts'

/** The log that a checkpoint is of. */
export interface CheckpointPlace {
  readonly fs: Fs
  readonly log: number
}

interface Checkpoint extends CheckpointPlace {
  readonly bytes: Uint8Array
  readonly ending: Ending
}

export class CheckpointKeeper {
  #isKeeping = false
  /** The one that waits for the one under way. */
  #next: Checkpoint | undefined
  readonly #over = new Subject<void>()

  /** Completes when none is under way or waits, however they ended. */
  get over(): Observable<never> {
    return new Observable((ending) => {
      if (this.#isKeeping) this.#over.pipe(take(1), ignoreElements()).subscribe(ending)
      else ending.complete()
    })
  }

  /** One that waits is refused when there is a newer one: that says more. */
  keep({ fs, log }: CheckpointPlace, bytes: Uint8Array): Observable<never> {
    return new Observable((ending) => {
      this.#next?.ending.error(new Error('a newer checkpoint is kept'))
      this.#next = { fs, log, bytes, ending }
      this.#goOn()
    })
  }

  #goOn(): void {
    if (this.#isKeeping) return
    const next = this.#next
    if (next === undefined) return this.#over.next()
    this.#next = undefined
    this.#isKeeping = true
    const { fs, log, bytes, ending } = next
    const ended = finalize<never>(() => {
      this.#isKeeping = false
      this.#goOn()
    })
    begun(saveCheckpoint(fs, log, bytes).pipe(ended)).subscribe(ending)
  }
}
