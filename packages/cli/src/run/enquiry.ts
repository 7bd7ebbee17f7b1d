/**
 * Asks whoever listens at an address how its cluster stands, before this process has a member: as a
 * client with a name of its own, so that nobody takes it for the member to come. Whoever answers,
 * if only with a refusal, has proven the secret.
 */
import { randomBytes } from 'node:crypto'
import {
  type Client,
  ClusterError,
  createClient,
  type Logger,
  type StateInfo,
  type Transport,
} from '@quorate/core'
import { lastValueFrom } from 'rxjs'
import { transportAt } from './nats-link.ts'
import type { RunSettings } from './run-settings.ts'

/** A process that answers at all does so within this time. */
const answerMs = 1000

export class Enquiry {
  readonly #address: string
  readonly #settings: RunSettings
  readonly #logger: Logger
  #transport: Transport | undefined
  #client: Promise<Client> | undefined

  constructor(address: string, settings: RunSettings, logger: Logger) {
    this.#address = address
    this.#settings = settings
    this.#logger = logger
  }

  /**
   * What a member of a cluster knows, when one answers. Waits for a NATS server first.
   *
   * @throws ClusterError why nobody answers so; `cluster-config` or `stopped` when called off.
   */
  async ask(): Promise<StateInfo> {
    this.#client ??= this.#open()
    const client = await this.#client
    return client.stateInfo(undefined, { timeoutMs: answerMs })
  }

  /** Whether somebody of this cluster is there; a refusal is an answer too. */
  async isAnswered(): Promise<boolean> {
    try {
      await this.ask()
      return true
    } catch (error) {
      if (!(error instanceof ClusterError) || isCalledOff(error)) throw error
      return error.code !== 'network-error' && error.code !== 'invalid-token'
    }
  }

  /** Calls off what is waited for, and leaves no connection. */
  async stop(): Promise<void> {
    if (this.#transport !== undefined)
      await lastValueFrom(this.#transport.close(), { defaultValue: undefined })
    const client = await this.#client?.catch(() => undefined)
    await client?.stop()
    this.#client = undefined
  }

  #open(): Promise<Client> {
    const { cluster, secret } = this.#settings
    const name = `asks-${randomBytes(8).toString('hex')}`
    const transport = transportAt(name, this.#settings, this.#logger)
    this.#transport = transport
    return createClient({ name, cluster, secret, transport, contacts: [this.#address] })
  }
}

const isCalledOff = ({ code }: ClusterError): boolean =>
  code === 'stopped' || code === 'cluster-config'
