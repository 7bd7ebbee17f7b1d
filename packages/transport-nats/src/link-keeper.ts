/**
 * Keeps one link to NATS for as long as the transport is open: opens the first one, and replaces a
 * lost one, for ever, since clients give up for reasons that pass (a refused login, a stale
 * connection). Gives up itself only when a ready connection that it was handed is closed. Must
 * never leave behind a connection that it made.
 */
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { ConnectionSource } from './connection-source.ts'
import type { Trouble } from './connection-status.ts'
import { openLink } from './link.ts'
import type { Link, Receivers } from './link.ts'
import type { NatsLike } from './nats-like.ts'
import { redialWaitMs } from './options.ts'

export interface KeeperListener {
  /** Called when frames can be sent, and when they cannot any more. */
  up(connection: NatsLike): void
  down(): void
  /** There will be no connection again. */
  ended(): void
  troubled(trouble: Trouble): void
}

export class LinkKeeper {
  readonly #source: ConnectionSource
  readonly #receivers: Receivers
  readonly #listener: KeeperListener
  readonly #stopping: AbortController = new AbortController()
  #link: Link | undefined
  #work: Promise<void> = Promise.resolve()

  constructor(source: ConnectionSource, receivers: Receivers, listener: KeeperListener) {
    this.#source = source
    this.#receivers = receivers
    this.#listener = listener
  }

  /** Resolves when the first link is up. */
  start(): Promise<void> {
    const started = this.#source.patient ? this.#establishForEver() : this.#establish()
    this.#work = started.catch(() => undefined)
    return started
  }

  /** Resolves when nothing is left; never rejects. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#work
    await this.#link?.release(this.#source.ours)
  }

  async #establish(): Promise<void> {
    const connection = await this.#source.dial()
    try {
      const link = await openLink(connection, this.#receivers, this.#linkListener())
      if (link.state() !== 'lost' && !this.#stopping.signal.aborted) return this.#adopt(link)
      await link.release(false)
      throw new Error(this.#stopping.signal.aborted ? 'closed' : 'connection lost at once')
    } catch (error) {
      if (this.#source.ours) await connection.close().catch(() => undefined)
      throw error
    }
  }

  async #establishForEver(): Promise<void> {
    for (;;) {
      try {
        return await this.#establish()
      } catch (error) {
        if (this.#stopping.signal.aborted || this.#source.isOver()) throw error
        this.#listener.troubled({ message: String(error), refusedPublish: undefined })
      }
      await this.#waitBeforeDialling()
    }
  }

  #waitBeforeDialling(): Promise<void> {
    const waitMs = redialWaitMs.least + randomInt(redialWaitMs.jitter)
    return pause(waitMs, undefined, { signal: this.#stopping.signal })
  }

  #adopt(link: Link): void {
    this.#link = link
    if (link.state() === 'up') this.#listener.up(link.connection)
  }

  #linkListener(): {
    up: () => void
    down: () => void
    lost: (reason: string) => void
    troubled: (trouble: Trouble) => void
  } {
    return {
      up: () => this.#link && this.#listener.up(this.#link.connection),
      down: () => this.#listener.down(),
      lost: (reason) => this.#replace(reason),
      troubled: (trouble) => this.#listener.troubled(trouble),
    }
  }

  /** Only for the link in use; one that is lost while being opened is seen by `#establish`. */
  #replace(reason: string): void {
    const link = this.#link
    if (!link || link.state() !== 'lost') return
    this.#link = undefined
    this.#listener.down()
    this.#listener.troubled({ message: reason, refusedPublish: undefined })
    this.#work = this.#replaceLink(link).catch(() => {
      if (this.#source.isOver()) this.#listener.ended()
    })
  }

  async #replaceLink(link: Link): Promise<void> {
    await link.release(this.#source.ours)
    if (this.#source.isOver()) throw new Error('the connection given is closed')
    await this.#waitBeforeDialling()
    await this.#establishForEver()
  }
}
