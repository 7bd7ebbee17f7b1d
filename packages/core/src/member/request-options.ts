/**
 * Turns what a caller of `request`, `ping`, `join` or `leave` gave into a checked command.
 */
import { sizeOfValue } from '../codec/index.ts'
import {
  type Ask,
  type Join,
  type Leave,
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

/** What is asked, and what ends it early. */
interface Checked<Command> {
  readonly command: Command
  readonly signal: AbortSignal | undefined
}

/** @throws ClusterError `invalid-option`, `payload-too-large`, `aborted` if the signal fired. */
export function requestOf(runtime: Runtime, subject: RequestSubject, asking: Asking): Checked<Ask> {
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

export interface JoinOptions {
  /** Default 10 s. */
  readonly timeoutMs?: Millis
  /** Gives up when it fires: `aborted`. Whoever let this member in meanwhile has it in its log. */
  readonly signal?: AbortSignal
}

export interface LeaveOptions {
  /** How long to wait until another member confirms it. Default 5 s. */
  readonly timeoutMs?: Millis
  /** Waits no longer when it fires: `aborted`. The member has left by its own log all the same. */
  readonly signal?: AbortSignal
}

const joinTimeoutMs: Millis = 10_000
const leaveTimeoutMs: Millis = 5000

/** @throws ClusterError `invalid-option`; `aborted` if the signal fired already. */
export function joinOf(contact: string, options: JoinOptions): Checked<Join> {
  const { timeoutMs = joinTimeoutMs, signal } = options
  const address = checkedAddress('contact', contact)
  const command = { kind: 'join', contact: address, timeoutMs: checkedTimeout(timeoutMs) } as const
  return { command, signal: checkedSignal(signal) }
}

/** @throws ClusterError as `joinOf`. */
export function leaveOf({ timeoutMs = leaveTimeoutMs, signal }: LeaveOptions): Checked<Leave> {
  const command = { kind: 'leave', timeoutMs: checkedTimeout(timeoutMs) } as const
  return { command, signal: checkedSignal(signal) }
}
