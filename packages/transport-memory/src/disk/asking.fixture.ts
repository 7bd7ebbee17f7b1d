/** Asks a disk that answers at once: what an operation emitted, or what it failed with, thrown. */
import type { Fs } from '@quorate/core'
import type { Observable } from 'rxjs'

/** What it emitted; undefined when it only completed. */
export function answerOf<T>(operation: Observable<T>): T {
  const emitted: T[] = []
  let isOver = false
  let failure: unknown
  operation.subscribe({
    next: (value) => emitted.push(value),
    error: (error: unknown) => (failure = error),
    complete: () => (isOver = true),
  })
  if (failure !== undefined) throw failure
  if (!isOver) throw new Error('it did not answer at once')
  const [first] = emitted as unknown as readonly [T]
  return first
}

export const namesOf = (fs: Fs, path: string = ''): readonly string[] => answerOf(fs.list(path))

/** All that a file holds. */
export function contentAt(fs: Fs, path: string): Uint8Array {
  const file = answerOf(fs.open(path, 'read'))
  return answerOf(file.read(0, answerOf(file.size())))
}
