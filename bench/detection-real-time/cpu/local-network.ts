/**
 * A network within one process, in real time: what is sent in one turn of the event loop arrives in
 * the next. Frames are copied, nothing is lost, and who sends to an address where nobody listens is
 * told. It costs next to nothing, so what is measured of its members is theirs; a real transport
 * adds its own.
 */
import type {
  Address,
  Frame,
  LinkStatus,
  SendRefusal,
  Transport,
  TransportCapabilities,
} from '@quorate/core'
import { Observable, ReplaySubject, Subject } from 'rxjs'

const frameBytesMax = 1_048_576

export class LocalNetwork {
  readonly #listening = new Map<Address, LocalTransport>()
  #due: (() => void)[] = []
  #sent = 0

  /** Frames sent so far. */
  get sent(): number {
    return this.#sent
  }

  /** A transport, not yet open. */
  transportAt(address: string): Transport {
    return new LocalTransport(address as Address, this)
  }

  /** False when somebody else listens there already. */
  attach(transport: LocalTransport): boolean {
    const { address } = transport
    const held = this.#listening.get(address)
    if (held === undefined) this.#listening.set(address, transport)
    return held === undefined || held === transport
  }

  detach(transport: LocalTransport): void {
    const { address } = transport
    if (this.#listening.get(address) === transport) this.#listening.delete(address)
  }

  send(from: Address, to: Address, bytes: Uint8Array): void {
    const frame: Frame = { from, bytes: bytes.slice() }
    this.#sent += 1
    this.#nextTurn(() => {
      const receiver = this.#listening.get(to)
      if (receiver === undefined) this.#listening.get(from)?.hint(to)
      else receiver.receive(frame)
    })
  }

  sendToAll(from: Address, bytes: Uint8Array): void {
    for (const to of this.#listening.keys()) if (to !== from) this.send(from, to, bytes)
  }

  #nextTurn(run: () => void): void {
    if (this.#due.length === 0) setImmediate(() => this.#arrive())
    this.#due.push(run)
  }

  #arrive(): void {
    const due = this.#due
    this.#due = []
    for (const run of due) run()
  }
}

class LocalTransport implements Transport {
  readonly address: Address
  readonly capabilities: TransportCapabilities = { broadcast: true, unreachable: true }
  readonly maxFrameBytes: number = frameBytesMax
  readonly #network: LocalNetwork
  readonly #frames = new Subject<Frame>()
  readonly #statuses = new ReplaySubject<LinkStatus>(1)
  readonly #unreachable = new Subject<Address>()
  readonly frames$: Observable<Frame> = this.#frames.asObservable()
  readonly status$: Observable<LinkStatus> = this.#statuses.asObservable()
  readonly unreachable$: Observable<Address> = this.#unreachable.asObservable()
  #status: LinkStatus = 'down'

  constructor(address: Address, network: LocalNetwork) {
    this.address = address
    this.#network = network
    this.#statuses.next(this.#status)
  }

  open(): Observable<never> {
    return new Observable((subscriber) => {
      const trouble = this.#openNow()
      if (trouble === undefined) subscriber.complete()
      else subscriber.error(new Error(trouble))
    })
  }

  close(): Observable<never> {
    return new Observable((subscriber) => {
      this.#closeNow()
      subscriber.complete()
    })
  }

  send(to: Address, bytes: Uint8Array): SendRefusal | undefined {
    const refusal = this.#refusal(bytes)
    if (refusal === undefined) this.#network.send(this.address, to, bytes)
    return refusal
  }

  broadcast(bytes: Uint8Array): SendRefusal | undefined {
    const refusal = this.#refusal(bytes)
    if (refusal === undefined) this.#network.sendToAll(this.address, bytes)
    return refusal
  }

  receive(frame: Frame): void {
    this.#frames.next(frame)
  }

  hint(address: Address): void {
    this.#unreachable.next(address)
  }

  #openNow(): string | undefined {
    if (this.#status === 'closed') return 'a closed transport stays closed'
    if (!this.#network.attach(this)) return `somebody listens at ${this.address} already`
    if (this.#status === 'down') this.#become('up')
    return undefined
  }

  #closeNow(): void {
    if (this.#status === 'closed') return
    this.#network.detach(this)
    this.#become('closed')
    this.#statuses.complete()
    this.#frames.complete()
    this.#unreachable.complete()
  }

  #refusal(bytes: Uint8Array): SendRefusal | undefined {
    if (this.#status === 'closed') return 'closed'
    if (this.#status === 'down') return 'not-connected'
    return bytes.length > this.maxFrameBytes ? 'too-large' : undefined
  }

  #become(status: LinkStatus): void {
    this.#status = status
    this.#statuses.next(status)
  }
}
