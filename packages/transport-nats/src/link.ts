/**
 * A link: one connection with our subscriptions on it. Decides whether frames can be sent and
 * received over it. A link is up only after the server has confirmed the subscriptions, and again
 * after each reconnect, for what a client publishes while disconnected it drops in silence. A link
 * on which a subscription is refused, or whose connection is closed, is lost: it never comes up
 * again and must be released and replaced.
 */
import { followStatus } from './connection-status.ts'
import type { Trouble } from './connection-status.ts'
import { within } from './deadline.ts'
import type { NatsLike, NatsMessageLike, NatsSubscriptionLike } from './nats-like.ts'

const confirmDeadlineMs = 5000
const releaseDeadlineMs = 2000

/** What is received, by subject. */
export type Receivers = ReadonlyMap<string, (message: NatsMessageLike) => void>

/** Told of every change after the link has been opened. */
export interface LinkListener {
  up(): void
  down(): void
  lost(reason: string): void
  troubled(trouble: Trouble): void
}

export interface Link {
  readonly connection: NatsLike
  readonly state: () => LinkState
  /** Ends the subscriptions, and the connection too if that is ours; never rejects. */
  readonly release: (connectionIsOurs: boolean) => Promise<void>
}

export type LinkState = 'up' | 'down' | 'lost'

/** Resolves with a link that is up; rejects when it cannot be, with nothing left behind. */
export async function openLink(
  connection: NatsLike,
  receivers: Receivers,
  listener: LinkListener,
): Promise<Link> {
  const link = new ConnectionLink(connection, listener)
  try {
    link.subscribe(receivers)
    await link.confirm()
    return link
  } catch (error) {
    await link.release(false)
    throw error
  }
}

class ConnectionLink implements Link {
  readonly connection: NatsLike
  readonly #listener: LinkListener
  readonly #subscriptions: NatsSubscriptionLike[] = []
  #stopFollowing = (): void => undefined
  #state: LinkState = 'down'
  #whyLost = ''

  constructor(connection: NatsLike, listener: LinkListener) {
    this.connection = connection
    this.#listener = listener
  }

  readonly state = (): LinkState => this.#state

  subscribe(receivers: Receivers): void {
    this.#stopFollowing = followStatus(this.connection, {
      disconnected: () => this.#goDown(),
      reconnected: () => void this.#comeUpAgain(),
      closed: (reason) => this.#lose(`connection closed: ${reason}`),
      troubled: (trouble) => this.#listener.troubled(trouble),
    })
    for (const [subject, receive] of receivers) {
      const callback = (error: Error | null, message: NatsMessageLike): void => {
        if (error) this.#lose(`subscription to ${subject} refused: ${error.message}`)
        else receive(message)
      }
      this.#subscriptions.push(this.connection.subscribe(subject, { callback }))
    }
  }

  /** The server answers a flush after all that was asked before it, refusals included. */
  async confirm(): Promise<void> {
    await within(this.connection.flush(), confirmDeadlineMs, 'the answer of the NATS server')
    if (this.#state === 'lost') throw new Error(this.#whyLost)
    this.#state = 'up'
  }

  readonly release = async (connectionIsOurs: boolean): Promise<void> => {
    const wasUp = this.#state === 'up'
    this.#stopFollowing()
    this.#state = 'lost'
    try {
      if (wasUp) await within(this.#drain(connectionIsOurs), releaseDeadlineMs, 'draining')
    } catch {
      // It is abandoned below either way.
    }
    await this.#abandon(connectionIsOurs)
  }

  async #drain(connectionIsOurs: boolean): Promise<void> {
    if (connectionIsOurs) await this.connection.drain()
    else await Promise.all(this.#subscriptions.map((subscription) => subscription.drain()))
  }

  async #abandon(connectionIsOurs: boolean): Promise<void> {
    try {
      if (connectionIsOurs) await this.connection.close()
      else for (const subscription of this.#subscriptions) subscription.unsubscribe()
    } catch {
      // A client that is closed already has nothing left to end.
    }
  }

  #goDown(): void {
    if (this.#state !== 'up') return
    this.#state = 'down'
    this.#listener.down()
  }

  async #comeUpAgain(): Promise<void> {
    try {
      await this.confirm()
      this.#listener.up()
    } catch {
      // Disconnected again: the next reconnect tries again. Lost: the listener was told.
    }
  }

  #lose(reason: string): void {
    if (this.#state === 'lost') return
    this.#state = 'lost'
    this.#whyLost = reason
    this.#listener.lost(reason)
  }
}
