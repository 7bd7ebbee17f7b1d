/**
 * A file that is open, on Node. Decides what may be asked of it; reads and writes all that it was
 * told to, in as many calls as the platform needs. `sync` makes the content durable and the length
 * it needs, nothing else about the file.
 */
import { close, fdatasync, fstat, ftruncate, read, write } from 'node:fs'
import type { Stats } from 'node:fs'
import { FsError } from '@quorate/core'
import type { FsFile } from '@quorate/core'
import { EMPTY, defer, ignoreElements, map, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { allMoved, called, calledFor } from './asking.ts'

export class NodeFile implements FsFile {
  readonly #descriptor: number
  readonly #isWritable: boolean
  #isOpen = true

  constructor(descriptor: number, isWritable: boolean) {
    this.#descriptor = descriptor
    this.#isWritable = isWritable
  }

  /** Whether it is no folder, and nothing else that has a name. */
  isFile(): Observable<boolean> {
    return this.#stats().pipe(map((stats) => stats.isFile()))
  }

  size(): Observable<number> {
    return this.#stats().pipe(map(({ size }) => size))
  }

  read(at: number, length: number): Observable<Uint8Array> {
    return this.#allowed([at, length], () => {
      // Not zeroed first: what is not read is not handed out.
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
      return allMoved(length, (from, back) =>
        read(this.#descriptor, bytes, from, length - from, at + from, back),
      ).pipe(map((filled) => bytes.subarray(0, filled)))
    })
  }

  write(at: number, bytes: Uint8Array): Observable<never> {
    return this.#writing([at, bytes.length], () =>
      allMoved(bytes.length, (from, back) =>
        write(this.#descriptor, bytes, from, bytes.length - from, at + from, back),
      ).pipe(ignoreElements()),
    )
  }

  truncate(size: number): Observable<never> {
    return this.#writing([size], () => called((back) => ftruncate(this.#descriptor, size, back)))
  }

  sync(): Observable<never> {
    return this.#allowed([], () => called((back) => fdatasync(this.#descriptor, back)))
  }

  close(): Observable<never> {
    return defer(() => {
      if (!this.#isOpen) return EMPTY
      this.#isOpen = false
      return called((back) => close(this.#descriptor, back))
    })
  }

  #stats(): Observable<Stats> {
    return this.#allowed([], () => calledFor<Stats>((back) => fstat(this.#descriptor, back)))
  }

  #writing(places: readonly number[], call: () => Observable<never>): Observable<never> {
    return this.#allowed(places, () =>
      this.#isWritable
        ? call()
        : throwError(() => new FsError('read-only', 'the file was opened to be read')),
    )
  }

  /** `places`: a place in the file and a length from there, as far as the call has them. */
  #allowed<T>(places: readonly number[], call: () => Observable<T>): Observable<T> {
    return defer(() => {
      if (!this.#isOpen) return throwError(() => new FsError('closed', 'the file was closed'))
      const [at = 0, length = 0] = places
      const isPlace = [at, length, at + length].every((n) => Number.isSafeInteger(n) && n >= 0)
      const detail = `${length} bytes at ${at} are no part of a file`
      return isPlace ? call() : throwError(() => new FsError('invalid', detail))
    })
  }
}
