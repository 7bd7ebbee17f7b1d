/**
 * What a NATS transport is given, and the defaults of the connection it makes itself: it reconnects
 * for ever, soon and not all members at once, notices a silent server within seconds, and builds no
 * stack trace per call. Whatever the user sets of `nats`' own options wins over these. Options that
 * can never work throw at once: they are programming errors.
 */
import { isAddress } from '@quorate/core'
import type { Address, Logger } from '@quorate/core'
import type { ConnectionOptions } from 'nats'
import type { NatsLike } from './nats-like.ts'
import { clusterTokenMax, isClusterName } from './subjects.ts'

/** How long to wait before dialling again: 100 to 250 ms, different for each member. */
export const redialWaitMs = { least: 100, jitter: 150 } as const

/** What `natsTransport` is given. Without `connection`, `connect` and `servers`: localhost:4222. */
export interface NatsTransportOptions {
  /** Where others reach this member: its name, unless there is a reason. 1 to 255 characters. */
  readonly address: string
  /** Keeps clusters on one NATS server apart; all members of a cluster give the same. */
  readonly cluster: string
  /** A ready connection of either client. It stays open; only our subscriptions are drained. */
  readonly connection?: NatsLike
  /** Options of the `nats` client (servers, TLS, credentials, …), or how to make a connection. */
  readonly connect?: ConnectionOptions | (() => Promise<NatsLike>)
  /** Short for `connect: { servers }`: `host:port`, one or several. */
  readonly servers?: string | readonly string[]
  /** Told of refused permissions and lost connections. Default: silent. */
  readonly logger?: Logger
}

/** The address, checked; throws when these options can never work. */
export function checkOptions(options: NatsTransportOptions): Address {
  const { address, cluster, connection, connect, servers } = options
  if (!isText(address) || !isAddress(address)) {
    throw new TypeError(`address must be 1 to 255 visible ASCII characters, not "${address}"`)
  }
  if (!isText(cluster) || !isClusterName(cluster)) {
    const allowed = `a name of 1 to ${clusterTokenMax} letters, digits, _ or -; others count more`
    throw new TypeError(`cluster must be ${allowed}, not "${cluster}"`)
  }
  const ways = [connection, connect].filter((way) => way !== undefined)
  if (ways.length > 1 || (servers !== undefined && (connection || typeof connect === 'function'))) {
    throw new TypeError('give one of connection, connect and servers')
  }
  return address
}

/** Of JavaScript anything may come. */
const isText = (given: unknown): boolean => typeof given === 'string'

export function connectionOptions(
  options: Pick<NatsTransportOptions, 'address' | 'servers'>,
  given: ConnectionOptions,
): ConnectionOptions {
  const { address, servers } = options
  return {
    name: address,
    noAsyncTraces: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: redialWaitMs.least,
    reconnectJitter: redialWaitMs.jitter,
    reconnectJitterTLS: redialWaitMs.jitter,
    timeout: 5000,
    pingInterval: 5000,
    maxPingOut: 2,
    ...(servers === undefined ? {} : { servers: [servers].flat() }),
    ...given,
    // Waiting for the first server is done by dialling again, which can be called off.
    waitOnFirstConnect: false,
  }
}
