/**
 * Port: how bytes reach other members. Best effort: frames may be lost, delayed, duplicated and
 * reordered, never altered on purpose. Encoding, authentication, correlation, retries and order
 * are the core's, once, for every transport. The contract is `@quorate/conformance`'s
 * `transportContract`.
 */
import type { Observable } from 'rxjs'
import type { Address } from '../model/index.ts'

/** Bytes as they arrived. `from` is where the transport says they came from: not proven. */
export interface Frame {
  readonly from: Address
  readonly bytes: Uint8Array
}

/** `up`: frames can be sent. `down`: not now, the transport is trying. `closed`: for good. */
export type LinkStatus = 'down' | 'up' | 'closed'

/** Why a frame was not even handed to the network. */
export type SendRefusal = 'too-large' | 'not-connected' | 'closed'

export interface TransportCapabilities {
  /** `broadcast` reaches every open transport of the cluster but the sender's. */
  readonly broadcast: boolean
  /** `unreachable$` tells of addresses where nobody listens. */
  readonly unreachable: boolean
}

export interface Transport {
  /** Where others reach this one. */
  readonly address: Address
  readonly capabilities: TransportCapabilities
  /** The largest frame `send` takes, in bytes. Known once open. */
  readonly maxFrameBytes: number
  /** Hot. Completes when closed; never errors. */
  readonly frames$: Observable<Frame>
  /** Current status on subscribing, then every change; completes when closed; never errors. */
  readonly status$: Observable<LinkStatus>
  /** Addresses found to have no listener; only with the capability. Completes when closed. */
  readonly unreachable$: Observable<Address>

  /** Completes when frames can be sent and received; errors (with an Error) if that cannot be. */
  open(): Observable<never>
  /** Completes when nothing of it is left. Closing twice is no error. */
  close(): Observable<never>
  /** Hands a frame over, synchronously; undefined when it was taken. Never throws. */
  send(to: Address, bytes: Uint8Array): SendRefusal | undefined
  /** As `send`, to all; refused as `not-connected` by a transport without the capability. */
  broadcast(bytes: Uint8Array): SendRefusal | undefined
}
