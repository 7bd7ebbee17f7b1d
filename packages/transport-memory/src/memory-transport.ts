/**
 * Core's `Transport` over the virtual network. Opening and closing take no virtual time; frames
 * take what the rules say. It belongs to one life: once that has ended nothing is sent any more,
 * what is asked of it is a leak, and its streams stay silent without completing, as a dead process
 * would.
 */
import { Observable, ReplaySubject, Subject } from 'rxjs'
import type { Address, Frame, LinkStatus, SendRefusal, Transport } from '@quorate/core'
import type { TransportCapabilities } from '@quorate/core'
import type { Endpoint, Network } from './network.ts'
import type { Life } from './time/index.ts'

/** What a transport of the virtual world is made with. */
export interface MemoryTransportOptions {
  readonly address: Address
  readonly capabilities: TransportCapabilities
  readonly maxFrameBytes: number
  readonly life: Life
}

export class MemoryTransport implements Transport {
  readonly address: Address
  readonly capabilities: TransportCapabilities
  readonly maxFrameBytes: number
  readonly #network: Network
  readonly #life: Life
  readonly #endpoint: Endpoint
  readonly #frames = new Subject<Frame>()
  readonly #statuses = new ReplaySubject<LinkStatus>(1)
  readonly #unreachable = new Subject<Address>()
  #status: LinkStatus = 'down'

  constructor(network: Network, options: MemoryTransportOptions) {
    this.address = options.address
    this.capabilities = options.capabilities
    this.maxFrameBytes = options.maxFrameBytes
    this.#network = network
    this.#life = options.life
    this.#endpoint = {
      address: options.address,
      life: options.life,
      receive: (frame) => this.#frames.next(frame),
      hint: (address) => this.#unreachable.next(address),
    }
    this.#statuses.next(this.#status)
  }

  get frames$(): Observable<Frame> {
    return this.#frames.asObservable()
  }

  get status$(): Observable<LinkStatus> {
    return this.#statuses.asObservable()
  }

  get unreachable$(): Observable<Address> {
    return this.#unreachable.asObservable()
  }

  open(): Observable<never> {
    return new Observable((subscriber) => {
      const trouble = this.#openNow()
      if (trouble === undefined) subscriber.complete()
      else subscriber.error(new Error(trouble))
    })
  }

  #openNow(): string | undefined {
    if (this.#life.leaks('open')) return 'its process has ended'
    if (this.#status === 'closed') return 'a closed transport stays closed'
    if (!this.#network.attach(this.#endpoint)) return `somebody listens at ${this.address} already`
    if (this.#status === 'down') this.#become('up')
    return undefined
  }

  close(): Observable<never> {
    return new Observable((subscriber) => {
      if (this.#life.state !== 'ended') this.#closeNow()
      subscriber.complete()
    })
  }

  #closeNow(): void {
    if (this.#status === 'closed') return
    this.#network.detach(this.#endpoint)
    this.#become('closed')
    this.#statuses.complete()
    this.#frames.complete()
    this.#unreachable.complete()
  }

  send(to: Address, bytes: Uint8Array): SendRefusal | undefined {
    const refusal = this.#refusal(bytes)
    if (refusal === undefined) this.#network.send(this.address, to, bytes)
    return refusal
  }

  broadcast(bytes: Uint8Array): SendRefusal | undefined {
    if (!this.capabilities.broadcast) return 'not-connected'
    const refusal = this.#refusal(bytes)
    if (refusal === undefined) this.#network.broadcast(this.address, bytes)
    return refusal
  }

  #refusal(bytes: Uint8Array): SendRefusal | undefined {
    if (this.#life.leaks('send') || this.#status === 'closed') return 'closed'
    if (this.#status === 'down') return 'not-connected'
    return bytes.length > this.maxFrameBytes ? 'too-large' : undefined
  }

  #become(status: LinkStatus): void {
    this.#status = status
    this.#statuses.next(status)
  }
}
