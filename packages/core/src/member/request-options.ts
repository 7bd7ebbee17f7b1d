/**
 * Turns what a caller of `request` or `ping` gave into a checked command.
 */
import { sizeOfValue } from '../codec/index.ts'
import {
  type Ask,
  type MemberName,
  type Millis,
  type RequestSubject,
  type Value,
} from '../model/index.ts'
import { clusterError, invalid, type Runtime } from '../rim/index.ts'
import { checkedAddress, checkedSignal, checkedTimeout } from './arguments.ts'

export interface RequestOptions {
  /** For the whole call, however many it asks. Default `settings.requests.timeoutMs`, 5 s. */
  readonly timeoutMs?: Millis
  /** Gives up when it fires: `aborted`. */
  readonly signal?: AbortSignal
}

interface Asking {
  readonly to: string | { readonly address: string }
  readonly data: Value
  readonly options: RequestOptions | undefined
}

export interface CheckedRequest {
  readonly command: Ask
  readonly signal: AbortSignal | undefined
}

/** @throws ClusterError `invalid-option`, `payload-too-large`, `aborted` if the signal fired. */
export function requestOf(
  runtime: Runtime,
  subject: RequestSubject,
  asking: Asking,
): CheckedRequest {
  const { to, data, options = {} } = asking
  const { timeoutMs: wanted = runtime.options.config.settings.requests.timeoutMs } = options
  const timeoutMs = checkedTimeout(wanted)
  const signal = checkedSignal(options.signal)
  const bytes = sizeOfValue(data)
  if (bytes > runtime.dataBytesMax)
    throw clusterError('payload-too-large', `${bytes} bytes; at most ${runtime.dataBytesMax}`)
  const command = { kind: 'ask', to: targetOf(to), subject, data, timeoutMs } as const
  return { command, signal }
}

function targetOf(to: Asking['to']): Ask['to'] {
  if (typeof to === 'string') return { name: to as MemberName, address: undefined }
  if (typeof to !== 'object' || to === null)
    throw invalid('to', 'must be a name, or an object with an address')
  return { name: undefined, address: checkedAddress('address', to.address) }
}
