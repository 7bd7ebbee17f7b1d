/**
 * Checks what a caller hands to a member's methods, whatever its type says: plain JavaScript calls
 * them too. A wrong argument is refused with its name and what is allowed (`invalid-option`) and
 * must never reach the kernel, where it would be taken for a bug of ours. Reading data may run the
 * application's own code (a getter, a proxy): what that throws is a refusal like any other.
 */
import {
  type Address,
  type CheckedValue,
  type EntryId,
  isAddress,
  isStreamId,
  type MemberInfo,
  type Millis,
  type Put,
  toValue,
  type Value,
} from '../model/index.ts'
import { clusterError, invalid } from '../rim/index.ts'
import type { ExplanationSubject } from '../state/index.ts'
import type { Moment } from './view.ts'

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

/**
 * A copy of what `at` is asked for.
 *
 * @throws ClusterError `invalid-option`.
 */
export function checkedMoment(value: unknown): Moment {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (Array.isArray(value)) {
    const [author, counter] = value as readonly unknown[]
    if (typeof author === 'string' && isCount(counter)) return [author, counter as number]
  }
  if (typeof value === 'object' && value !== null && 'vector' in value && 'hash' in value) {
    const { vector, hash } = value
    if (vector instanceof Map && typeof hash === 'string' && isVector(vector))
      return { vector: new Map(vector), hash }
  }
  throw invalid('moment', 'must be a time in milliseconds, a version, or the `ts` of a state info')
}

const isVector = (vector: ReadonlyMap<unknown, unknown>): boolean =>
  [...vector].every(
    ([stream, count]) => typeof stream === 'string' && isStreamId(stream) && isCount(count),
  )

/** @throws ClusterError `invalid-option` unless it names a key or a member, and not both. */
export function checkedSubject(value: unknown): ExplanationSubject {
  if (typeof value === 'object' && value !== null) {
    const { key, name }: { readonly key?: unknown; readonly name?: unknown } = value
    if (typeof key === 'string' && name === undefined) return { key }
    if (typeof name === 'string' && key === undefined) return { name }
  }
  throw invalid('subject', 'must be { key } or { name }, as text')
}

/** @throws ClusterError `invalid-option`; `aborted` if it fired already. */
export function checkedSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined) return undefined
  if (!(value instanceof AbortSignal)) throw invalid('signal', 'must be an AbortSignal')
  if (value.aborted) throw clusterError('aborted', 'before it was sent')
  return value
}

/** A copy of what names an entry; null and undefined are what they are. */
function checkedBasis(value: EntryId | null | undefined): EntryId | null | undefined {
  if (value === null || value === undefined) return value
  const { stream, seq } = value
  const isEntryId = typeof stream === 'string' && isStreamId(stream) && isCount(seq)
  if (!isEntryId) throw invalid('basis', 'must be the id of an entry, or null for no value')
  return { stream, seq }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

/** @throws ClusterError `invalid-value`, saying where and why. */
export function toData(value: unknown): Value {
  const checked = check(value)
  if (checked.ok) return checked.value
  throw clusterError('invalid-value', `${checked.path} ${checked.reason}`)
}

/** As `toData`, for a member's own info. */
export function toInfo(value: unknown): MemberInfo {
  const data = toData(value)
  const isMap =
    typeof data === 'object' &&
    data !== null &&
    !Array.isArray(data) &&
    !(data instanceof Uint8Array)
  if (!isMap) throw clusterError('invalid-value', 'member info must be an object')
  return data as MemberInfo
}

function check(value: unknown): CheckedValue {
  try {
    return toValue(value)
  } catch (cause) {
    throw clusterError('invalid-value', 'reading it failed', cause)
  }
}

export interface WriteOptions {
  /**
   * The entry whose value the writer saw; null: no value. Default: what is there now. A write
   * whose basis is no longer there when the log is ordered is a conflict.
   */
  readonly basis?: EntryId | null
  /** How long to wait. `local`: durable here. `durable` and `committed` need views: `no-quorum`. */
  readonly until?: 'local' | 'durable' | 'committed'
}

/** Where a write goes, and what its writer saw there. */
export function placeOf(key: string, options: WriteOptions): Pick<Put, 'key' | 'basis'> {
  refuseBeyondLocal(options)
  return { key: checkedText('key', key), basis: checkedBasis(options.basis) }
}

function refuseBeyondLocal({ until = 'local' }: WriteOptions): void {
  if (until === 'local') return
  if (until === 'durable' || until === 'committed')
    throw clusterError('no-quorum', `until "${until}" needs views, which are not there yet`)
  throw invalid('until', 'must be "local", "durable" or "committed"')
}
