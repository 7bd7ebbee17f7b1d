/** Asks a disk that answers at once, and what stands on it. */
import type { Observable } from 'rxjs'

/** How an operation has ended by now: `undefined` for one that is still under way. */
export interface Ended<T> {
  readonly emitted: readonly T[]
  readonly isDone: boolean
  readonly error: unknown
}

/** Subscribes, and looks how far it got. */
export function endOf<T>(operation: Observable<T>): Ended<T> {
  const emitted: T[] = []
  let isDone = false
  let error: unknown
  operation.subscribe({
    next: (value) => emitted.push(value),
    error: (refusal: unknown) => (error = refusal),
    complete: () => (isDone = true),
  })
  return { emitted, isDone, error }
}

/** What it emitted; what it failed with is thrown. */
export function answerOf<T>(operation: Observable<T>): T {
  const { emitted, isDone, error } = endOf(operation)
  if (error !== undefined) throw error
  if (!isDone) throw new Error('it did not answer at once')
  const [first] = emitted as unknown as readonly [T]
  return first
}
