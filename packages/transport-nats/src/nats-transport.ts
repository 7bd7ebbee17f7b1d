/**
 * The Transport over NATS: frames become messages, one subject per member (`subjects.ts`). Decides
 * only what a call means in each phase (not open, up, down, closed); keeping the connection is
 * `link-keeper.ts`'s. Must never throw from `send`, and never hand a frame to a client that is
 * disconnected, for it would drop it in silence.
 */
import { randomBytes } from 'node:crypto'
import type {
  Address,
  Frame,
  LinkStatus,
  Logger,
  SendRefusal,
  Transport,
  TransportCapabilities,
} from '@quorate/core'
import { ReplaySubject, Subject, defer, ignoreElements } from 'rxjs'
import type { Observable } from 'rxjs'
import { connectionSource } from './connection-source.ts'
import type { Trouble } from './connection-status.ts'
import { LinkKeeper } from './link-keeper.ts'
import type { NatsLike, NatsMessageLike } from './nats-like.ts'
import { checkOptions } from './options.ts'
import type { NatsTransportOptions } from './options.ts'
import { subjectsOf } from './subjects.ts'
import type { Route, Subjects } from './subjects.ts'

/** What every NATS server takes unless configured otherwise; the figure until connected. */
const defaultMaxPayload = 1_048_576
const noResponders = 503

/** A transport over NATS; throws when the options can never work. */
export function natsTransport(options: NatsTransportOptions): Transport {
  return new NatsTransport(checkOptions(options), options)
}

const closedError = (): Error => new Error('this transport is closed')

class NatsTransport implements Transport {
  readonly address: Address
  readonly capabilities: TransportCapabilities = { broadcast: true, unreachable: true }
  readonly #frames = new Subject<Frame>()
  readonly #status = new ReplaySubject<LinkStatus>(1)
  readonly #unreachable = new Subject<Address>()
  readonly frames$: Observable<Frame> = this.#frames.asObservable()
  readonly status$: Observable<LinkStatus> = this.#status.asObservable()
  readonly unreachable$: Observable<Address> = this.#unreachable.asObservable()
  readonly #subjects: Subjects
  readonly #keeper: LinkKeeper
  readonly #logger: Logger | undefined
  /** Set while frames can be sent. */
  #connection: NatsLike | undefined
  #maxFrameBytes = defaultMaxPayload
  #isClosed = false
  #opening: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor(address: Address, options: NatsTransportOptions) {
    this.address = address
    this.#logger = options.logger
    const instance = randomBytes(8).toString('hex')
    this.#subjects = subjectsOf({ cluster: options.cluster, address, instance })
    this.#keeper = new LinkKeeper(connectionSource(options), this.#receivers(), {
      up: (connection) => this.#goUp(connection),
      down: () => this.#goDown(),
      ended: () => this.#end(),
      troubled: (trouble) => this.#tell(trouble),
    })
    this.#status.next('down')
  }

  get maxFrameBytes(): number {
    return this.#maxFrameBytes
  }

  open(): Observable<never> {
    return defer(() => {
      if (this.#isClosed) throw closedError()
      this.#opening ??= this.#open()
      return this.#opening
    }).pipe(ignoreElements())
  }

  close(): Observable<never> {
    return defer(() => {
      this.#closing ??= this.#close()
      return this.#closing
    }).pipe(ignoreElements())
  }

  send(to: Address, bytes: Uint8Array): SendRefusal | undefined {
    return this.#publish(this.#subjects.routeTo(to), bytes)
  }

  broadcast(bytes: Uint8Array): SendRefusal | undefined {
    return this.#publish(this.#subjects.broadcast, bytes)
  }

  async #open(): Promise<void> {
    try {
      await this.#keeper.start()
    } catch (error) {
      this.#opening = undefined
      if (this.#isClosed) throw closedError()
      throw error instanceof Error ? error : new Error(String(error))
    }
  }

  async #close(): Promise<void> {
    this.#isClosed = true
    this.#connection = undefined
    await this.#keeper.stop()
    this.#end()
  }

  #publish({ subject, reply }: Route, bytes: Uint8Array): SendRefusal | undefined {
    if (this.#isClosed) return 'closed'
    if (!this.#connection) return 'not-connected'
    if (bytes.length > this.#maxFrameBytes) return 'too-large'
    try {
      // A copy: the client sends later, and the caller may use its buffer again at once.
      this.#connection.publish(subject, Buffer.from(bytes), { reply })
      return undefined
    } catch (error) {
      this.#logger?.warn({ subject, error: String(error) }, 'the NATS client refused a frame')
      return 'not-connected'
    }
  }

  #receivers(): Map<string, (message: NatsMessageLike) => void> {
    const { own, all, notices } = this.#subjects
    return new Map([
      [own, (message: NatsMessageLike) => this.#receive(message, false)],
      [all, (message: NatsMessageLike) => this.#receive(message, true)],
      [notices, (message: NatsMessageLike) => this.#notice(message)],
    ])
  }

  #receive({ reply, subject, data }: NatsMessageLike, isBroadcast: boolean): void {
    if (this.#isClosed) return
    const sender = this.#subjects.senderOf(reply ?? '')
    if (!sender) this.#logger?.debug({ subject, reply }, 'ignored a message of no transport')
    else if (!isBroadcast || !sender.isOwn) {
      // A copy: clients hand out windows on buffers that are far larger than the frame.
      this.#frames.next({ from: sender.from, bytes: new Uint8Array(data) })
    }
  }

  #notice({ subject, data, headers }: NatsMessageLike): void {
    if (this.#isClosed || data.length > 0 || headers?.code !== noResponders) return
    this.#hint(this.#subjects.targetOf(subject))
  }

  #tell({ message, refusedPublish }: Trouble): void {
    this.#logger?.warn({ address: this.address, trouble: message }, 'trouble with NATS')
    if (refusedPublish !== undefined) this.#hint(this.#subjects.memberOf(refusedPublish))
  }

  #hint(address: Address | undefined): void {
    if (address !== undefined) this.#unreachable.next(address)
  }

  #goUp(connection: NatsLike): void {
    if (this.#isClosed) return
    this.#maxFrameBytes = connection.info?.max_payload ?? this.#maxFrameBytes
    this.#connection = connection
    this.#status.next('up')
  }

  #goDown(): void {
    if (!this.#connection) return
    this.#connection = undefined
    this.#status.next('down')
  }

  #end(): void {
    this.#isClosed = true
    this.#connection = undefined
    this.#status.next('closed')
    this.#status.complete()
    this.#frames.complete()
    this.#unreachable.complete()
  }
}
