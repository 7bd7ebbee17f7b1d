/**
 * Decides where connections come from: made here with the `nats` client, made by a function of the
 * user's, or one that is ready. What is made is ours to close; what is ready is not, and when its
 * owner closes it there will be no other.
 */
import { connect } from 'nats'
import type { NatsLike } from './nats-like.ts'
import { connectionOptions } from './options.ts'
import type { NatsTransportOptions } from './options.ts'

export interface ConnectionSource {
  /** Whether connections are closed with the transport. */
  readonly ours: boolean
  /** Whether the first connection is waited for. */
  readonly patient: boolean
  dial(): Promise<NatsLike>
  /** Whether dialling again is in vain. */
  isOver(): boolean
}

export function connectionSource(options: NatsTransportOptions): ConnectionSource {
  const { connection, connect: given } = options
  if (connection) return readySource(connection)
  if (typeof given === 'function') return madeSource(given, false)
  const made = connectionOptions(options, given ?? {})
  return madeSource(() => connect(made), given?.waitOnFirstConnect ?? false)
}

function madeSource(dial: () => Promise<NatsLike>, patient: boolean): ConnectionSource {
  return { ours: true, patient, dial, isOver: () => false }
}

function readySource(connection: NatsLike): ConnectionSource {
  return {
    ours: false,
    patient: false,
    dial: () => Promise.resolve(connection),
    isOver: () => connection.isClosed(),
  }
}
