/**
 * Whether somebody else listens at this member's address already. On NATS the name is the address,
 * so a second process of one name would hear what is meant for the first and disturb it before any
 * member could refuse it: it must not even open its transport. Who answers has proven the secret;
 * silence, and an answer that proves nothing, leave the name free.
 */
import { randomBytes } from 'node:crypto'
import { type Client, ClusterError, createClient, type Logger, type Transport } from '@quorate/core'
import { lastValueFrom } from 'rxjs'
import { transportAt } from './nats-link.ts'
import type { RunSettings } from './run-settings.ts'

/** A process that answers at all does so within this time. */
const answerMs = 1000

export class NameCheck {
  readonly #settings: RunSettings
  readonly #logger: Logger
  #transport: Transport | undefined

  constructor(settings: RunSettings, logger: Logger) {
    this.#settings = settings
    this.#logger = logger
  }

  /** Waits for a NATS server. @throws ClusterError `cluster-config` when called off. */
  async isTaken(): Promise<boolean> {
    const { name: contact, cluster, secret } = this.#settings
    const name = `asks-${randomBytes(8).toString('hex')}`
    const transport = transportAt(name, this.#settings, this.#logger)
    this.#transport = transport
    const client = await createClient({ name, cluster, secret, transport, contacts: [contact] })
    try {
      return await answers(client)
    } finally {
      await client.stop()
    }
  }

  /** Calls off what is waited for. */
  async stop(): Promise<void> {
    if (this.#transport !== undefined)
      await lastValueFrom(this.#transport.close(), { defaultValue: undefined })
  }
}

/** A refusal is an answer too; only these two say that nobody of this cluster is there. */
async function answers(client: Client): Promise<boolean> {
  try {
    await client.stateInfo(undefined, { timeoutMs: answerMs })
    return true
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error
    if (error.code === 'stopped') throw error
    return error.code !== 'network-error' && error.code !== 'invalid-token'
  }
}
