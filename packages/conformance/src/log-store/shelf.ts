/**
 * What the log store cases have in common: the harness, identities and entries that can be told
 * apart, opening, and comparing what came back with what was written, entry by entry, so that a
 * failure names the first that differs.
 */
import { equalBytes } from '@quorate/core'
import type { ClusterId, LogIdentity, LogStore, Recovered, StoreId } from '@quorate/core'
import { completed, promised } from '../contract.ts'
import type { Harness } from '../contract.ts'

/** How a store is made, and what can befall it. */
export interface LogStoreHarness extends Harness {
  /** A store over the one place of this harness: each call is as another process's would be. */
  create(): LogStore
  /** For the `crash` promise: the process ends here and now; what was not durable may be lost. */
  crash?(): Promise<void>
  /** For the `write-failure` promise: the place refuses the next write, and only that. */
  failNextWrite?(): void
  /** For the `full` promise: leaves no room for a write of 1 MiB; returns what makes room again. */
  fill?(): () => void
}

/** A store and what it held when opened. */
export interface Opened {
  readonly store: LogStore
  readonly recovered: Recovered
}

/** The n-th identity. */
export const identityOf = (n: number): LogIdentity => ({
  store: n.toString(16).padStart(32, '0') as StoreId,
  cluster: n.toString(16).padStart(32, 'c') as ClusterId,
})

/** So many entries of different content and length. */
export const labelled = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new TextEncoder().encode(`entry ${i} ${'-'.repeat(i)}`))

/** Opens the harness's place. */
export async function openStore(harness: LogStoreHarness): Promise<Opened> {
  const store = harness.create()
  const emitted = await completed(harness, store.open(), 'open()')
  const [recovered] = emitted
  promised(recovered !== undefined && emitted.length === 1, 'open() did not emit once')
  return { store, recovered }
}

/** Opens a new place and starts a log in it. */
export async function begin(harness: LogStoreHarness, identity: number): Promise<LogStore> {
  const { store } = await openStore(harness)
  await completed(harness, store.start(identityOf(identity)), 'start()')
  return store
}

/** Closes a store and opens its place again. */
export async function reopen(harness: LogStoreHarness, store: LogStore): Promise<Recovered> {
  await completed(harness, store.close(), 'close()')
  return (await openStore(harness)).recovered
}

/** A `ContractFailure` unless exactly these entries came back. */
export function promisedEntries(recovered: Recovered, expected: readonly Uint8Array[]): void {
  const { entries } = recovered
  promisedPrefix(entries, expected)
  const wanted = expected.length
  promised(entries.length === wanted, `${entries.length} entries came back, ${wanted} were written`)
}

/** A `ContractFailure` unless what came back is how what was written begins. */
export function promisedPrefix(
  entries: readonly Uint8Array[],
  written: readonly Uint8Array[],
): void {
  for (const [i, entry] of entries.entries()) {
    const original = written[i]
    promised(original !== undefined, `entry ${i} came back but was never written`)
    promised(equalBytes(entry, original), `entry ${i} came back with other bytes`)
  }
}
