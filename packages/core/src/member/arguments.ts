/**
 * Checks what a caller hands to a member's methods, whatever its type says: plain JavaScript calls
 * them too. A wrong argument is refused with its name and what is allowed (`invalid-option`) and
 * must never reach the kernel, where it would be taken for a bug of ours.
 */
import { type Address, type EntryId, isAddress, isStreamId, type Millis } from '../model/index.ts'
import { clusterError, invalid } from '../rim/index.ts'

/** @throws ClusterError `invalid-option`. */
export function checkedText(option: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw invalid(option, 'must be text')
}

/** @throws ClusterError `invalid-option`. */
export function checkedAddress(option: string, value: unknown): Address {
  if (typeof value === 'string' && isAddress(value)) return value
  throw invalid(option, 'must be 1 to 255 printable characters')
}

/** @throws ClusterError `invalid-option`. */
export function checkedTimeout(value: unknown): Millis {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
  throw invalid('timeoutMs', 'must be a number of milliseconds above 0')
}

/** @throws ClusterError `invalid-option`; `aborted` if it fired already. */
export function checkedSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined) return undefined
  if (!(value instanceof AbortSignal)) throw invalid('signal', 'must be an AbortSignal')
  if (value.aborted) throw clusterError('aborted', 'before it was sent')
  return value
}

/** A copy of what names an entry; null and undefined are what they are. */
export function checkedBasis(value: EntryId | null | undefined): EntryId | null | undefined {
  if (value === null || value === undefined) return value
  const { stream, seq } = value
  const isEntryId = typeof stream === 'string' && isStreamId(stream) && isCount(seq)
  if (!isEntryId) throw invalid('basis', 'must be the id of an entry, or null for no value')
  return { stream, seq }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
