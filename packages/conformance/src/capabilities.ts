/**
 * The optional promises of the ports, each named, each off unless the adapter's author turns it on:
 * a suite that silently skipped what an adapter claims would prove nothing. A case without a
 * capability is never left out.
 */
import type { Contract, Harness } from './contract.ts'

/** What a transport may promise besides; as in its own `capabilities`. */
export type TransportPromise = 'broadcast' | 'unreachable'

/** What a log store's harness can do besides: end its process, make its disk fail, or fill it. */
export type LogStorePromise = 'crash' | 'write-failure' | 'full'

/** What a disk's harness can do besides: cut its power, fill it, make its calls fail. */
export type FsPromise = 'crash' | 'full' | 'io-failure'

/** The cases that apply: those without a capability, and those of the promises given. */
export function applicable<H extends Harness>(
  contract: Contract<H>,
  promises: readonly string[],
): Contract<H> {
  return contract.filter(
    ({ capability }) => capability === undefined || promises.includes(capability),
  )
}
