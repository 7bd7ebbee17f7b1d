/**
 * What the benchmarks of logs in files have in common: a temporary folder on this machine's disk,
 * for as long as one runs, and entries to write there.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClusterId, LogIdentity, StoreId } from '@quorate/core'
import { type Observable, lastValueFrom } from 'rxjs'

export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Whose log it is. */
export const identity: LogIdentity = {
  store: '1'.repeat(32) as StoreId,
  cluster: '2'.repeat(32) as ClusterId,
}

/** Completes when the operation has. */
export const done = (operation: Observable<unknown>): Promise<unknown> =>
  lastValueFrom(operation, { defaultValue: undefined })

/** About what an entry with a small value has. */
export const entryBytes = 200

export const entryOf = (n: number): Uint8Array => new Uint8Array(entryBytes).fill(n)
