/**
 * Gathers the messages of one moment into as few frames as possible: all messages to one
 * destination share a frame and its MAC. It is emptied when the moment's work is done
 * (`Clock.defer`). What does not fit one frame is split; a single message that does not fit is
 * reported, never cut (F12). An answer that does not fit is refused to its asker, who would
 * otherwise wait for nothing.
 */
import { encodeMessages, messagesMax } from '../codec/index.ts'
import { type Destination, type Message, type Outcome, refuse } from '../model/index.ts'

export interface OutboxOptions {
  /** Bytes of messages that fit one frame. */
  readonly bodyBytesMax: number
  readonly defer: (run: () => void) => void
  readonly seal: (to: Destination, body: Uint8Array) => void
  readonly onTooLarge: (to: Destination, message: Message, bytes: number) => void
}

interface Parcel {
  readonly to: Destination
  readonly messages: Message[]
}

export class Outbox {
  readonly #options: OutboxOptions
  #parcels = new Map<string, Parcel>()
  #last: Parcel | undefined

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  add(to: Destination, message: Message): void {
    if (this.#parcels.size === 0) this.#options.defer(() => this.flush())
    this.#parcelTo(to).messages.push(message)
  }

  /** Messages come in runs to one destination, so the last parcel is tried first. */
  #parcelTo(to: Destination): Parcel {
    const last = this.#last
    if (last !== undefined && last.to.address === to.address && last.to.name === to.name)
      return last
    const key = to.name === undefined ? to.address : `${to.address}\n${to.name}`
    const parcel = this.#parcels.get(key) ?? { to, messages: [] }
    this.#parcels.set(key, parcel)
    this.#last = parcel
    return parcel
  }

  flush(): void {
    const parcels = this.#parcels
    this.#parcels = new Map()
    this.#last = undefined
    for (const { to, messages } of parcels.values()) this.#send(to, messages)
  }

  #send(to: Destination, messages: readonly Message[]): void {
    if (messages.length > messagesMax) return this.#halve(to, messages)
    const body = encodeMessages(messages)
    if (body.length <= this.#options.bodyBytesMax) return this.#options.seal(to, body)
    const [first] = messages
    if (messages.length > 1 || first === undefined) return this.#halve(to, messages)
    this.#options.onTooLarge(to, first, body.length)
    if (first.kind === 'reply' && first.outcome.ok)
      this.#send(to, [{ ...first, outcome: this.#refusalOf(body.length) }])
  }

  #refusalOf(bytes: number): Outcome<never> {
    const { bodyBytesMax } = this.#options
    return refuse('payload-too-large', `an answer of ${bytes} bytes; at most ${bodyBytesMax}`)
  }

  #halve(to: Destination, messages: readonly Message[]): void {
    const middle = messages.length >> 1
    this.#send(to, messages.slice(0, middle))
    this.#send(to, messages.slice(middle))
  }
}
