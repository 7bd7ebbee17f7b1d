/**
 * What the cases of a disk have in common: the harness, bytes that can be told apart, writing and
 * reading a whole file, and refusals by their code.
 */
import { FsError, equalBytes } from '@quorate/core'
import type { Fs, FsErrorCode, FsFile } from '@quorate/core'
import type { Observable } from 'rxjs'
import { completed, ended, promised } from '../contract.ts'
import type { ContractCase, Harness } from '../contract.ts'

/** A place on a disk, and what can befall it. */
export interface FsHarness extends Harness {
  /** The one place of this harness, empty at first: each call is as another process's would be. */
  create(): Fs
  /** For the `crash` promise: the power fails; what was not synced may be there or not. */
  crash?(): Promise<void>
  /** For the `full` promise: nothing more fits; returns how to make room again. */
  fill?(): () => void
  /** For the `io-failure` promise: every such call fails; returns how to mend that. */
  breakDown?(what: 'read' | 'write' | 'sync'): () => void
}

export type Case = ContractCase<FsHarness>

/** So many bytes, different for each `first`. */
export function bytesOf(first: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = first + i * 7 + (i >> 8)
  return bytes
}

/** What an operation emitted, which must be one value. */
export async function answer<T>(
  harness: FsHarness,
  operation: Observable<T>,
  what: string,
): Promise<T> {
  const emitted = await completed(harness, operation, what)
  const [value] = emitted
  promised(value !== undefined && emitted.length === 1, `${what} did not emit once`)
  return value
}

/** A `ContractFailure` unless the operation ends as told. */
export async function refusedAs(
  harness: FsHarness,
  operation: Observable<unknown>,
  [code, what]: readonly [FsErrorCode, string],
): Promise<FsError> {
  const { error } = await ended(harness, operation, what)
  const isFsError = error instanceof FsError
  promised(isFsError, `${what} must end with an FsError, ${code}, not with ${String(error)}`)
  promised(error.code === code, `${what} ended as ${error.code}, not as ${code}`)
  return error
}

/** A new file that holds these bytes, still open. */
export async function created(
  harness: FsHarness,
  fs: Fs,
  [path, bytes]: readonly [string, Uint8Array],
): Promise<FsFile> {
  const file = await answer(harness, fs.open(path, 'create'), `open() of a new ${path}`)
  await completed(harness, file.write(0, bytes), `write() of ${path}`)
  return file
}

/** A new file that holds these bytes, durable and closed; its name is not durable yet. */
export async function stored(
  harness: FsHarness,
  fs: Fs,
  content: readonly [string, Uint8Array],
): Promise<void> {
  const file = await created(harness, fs, content)
  await completed(harness, file.sync(), 'sync()')
  await completed(harness, file.close(), 'close()')
}

/** All that an open file holds. */
export async function contentOf(harness: FsHarness, file: FsFile): Promise<Uint8Array> {
  const size = await answer(harness, file.size(), 'size()')
  const bytes = await answer(harness, file.read(0, size + 1), 'read()')
  promised(bytes.length === size, `${bytes.length} bytes came back of a file of ${size}`)
  return bytes
}

/** All that the file of a name holds. */
export async function contentAt(harness: FsHarness, fs: Fs, path: string): Promise<Uint8Array> {
  const file = await answer(harness, fs.open(path, 'read'), `open() of ${path}`)
  const bytes = await contentOf(harness, file)
  await completed(harness, file.close(), 'close()')
  return bytes
}

/** A `ContractFailure` unless these are the bytes. */
export function promisedBytes(found: Uint8Array, expected: Uint8Array, what: string): void {
  promised(found.length === expected.length, `${what}: ${found.length} of ${expected.length} bytes`)
  promised(equalBytes(found, expected), `${what}: other bytes`)
}

/** A `ContractFailure` unless these are the names in a folder. */
export async function promisedNames(
  harness: FsHarness,
  fs: Fs,
  [path, ...expected]: readonly [string, ...string[]],
): Promise<void> {
  const names = await answer(harness, fs.list(path), 'list()')
  promised(names.join() === expected.join(), `list() gave ${names.join()}, not ${expected.join()}`)
}
