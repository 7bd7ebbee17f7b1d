/**
 * A pure client: asks and requests without being a member. It has no log, no place in the roster
 * and nothing to recover; what it may ask is up to the members.
 */
import { EMPTY, of as one } from 'rxjs'
import { isAddress, type MemberInfo, type MemberName, type Value } from '../model/index.ts'
import type { LogStore } from '../ports/index.ts'
import type { StateInfo } from '../state/index.ts'
import { clusterError, invalid, openRuntime, type Runtime } from '../rim/index.ts'
import { type PeerOptions, resolveOptions } from './options.ts'
import { type RequestOptions, requestOf } from './request-options.ts'
import { pong, type Pong } from './view.ts'
import { toData } from './data.ts'

export interface ClientOptions extends PeerOptions {
  /** Addresses of members, asked in this order for the others. At least one. */
  readonly contacts: readonly string[]
}

/**
 * Starts a client.
 *
 * @throws ClusterError `invalid-option` naming the option and what is allowed; `cluster-config` if
 * the transport cannot be opened.
 */
export async function createClient(options: ClientOptions): Promise<Client> {
  const resolved = resolveOptions(options, 'client', 1)
  const contacts = checkedContacts(options.contacts)
  const { runtime, loaded } = await openRuntime(resolved, noLog)
  runtime.start(loaded)
  return new Client(runtime, contacts)
}

/** A copy, each checked. */
function checkedContacts(contacts: unknown): readonly string[] {
  const given: readonly unknown[] = Array.isArray(contacts) ? contacts : []
  if (given.length > 0 && given.every(isContact)) return [...given]
  throw invalid('contacts', 'must be addresses, at least one, of 1 to 255 printable characters')
}

const isContact = (contact: unknown): contact is string =>
  typeof contact === 'string' && isAddress(contact)

export class Client {
  readonly #runtime: Runtime
  readonly #contacts: readonly string[]

  /** @internal Clients are made by `createClient`. */
  constructor(runtime: Runtime, contacts: readonly string[]) {
    this.#runtime = runtime
    this.#contacts = contacts
  }

  /** @throws ClusterError as `Member.ping`. */
  async ping(to: string, options?: RequestOptions): Promise<Pong> {
    const { clock } = this.#runtime.options
    const at = clock.monotonic()
    const answer = await this.#ask('ping', { to, options })
    return pong(answer, clock.monotonic() - at)
  }

  /** The state info as one member has it; the first contact that answers, unless named. */
  async stateInfo(of?: string, options?: RequestOptions): Promise<StateInfo> {
    if (of !== undefined) return (await this.#ask('state-info', { to: of, options })) as StateInfo
    return (await this.#askContacts(options)) as StateInfo
  }

  /** One member's own info. */
  async memberInfo(of: string, options?: RequestOptions): Promise<MemberInfo> {
    return (await this.#ask('member-info', { to: of, options })) as MemberInfo
  }

  /**
   * Sends data to a member's handler, if it allows clients.
   *
   * @throws ClusterError `not-member` if it does not; otherwise as `Member.request`.
   */
  request(to: string, data: unknown, options?: RequestOptions): Promise<Value> {
    return this.#ask('data', { to, data: toData(data), options })
  }

  /** Always refused: a client is no member. @throws ClusterError `cluster-config`. */
  async join(contact: string): Promise<never> {
    throw clusterError('cluster-config', `a client cannot join ${contact}: it has no member to run`)
  }

  async stop(): Promise<void> {
    await this.#runtime.stop()
  }

  async #ask(
    subject: 'ping' | 'state-info' | 'member-info' | 'data',
    asking: Asking,
  ): Promise<Value> {
    const { to, data = null, options } = asking
    const address = await this.#addressOf(to, options)
    const { command, signal } = requestOf(this.#runtime, subject, {
      to: { address },
      data,
      options,
    })
    const named = { ...command, to: { ...command.to, name: to as MemberName } }
    return (await this.#runtime.ask(named, signal)) as Value
  }

  /** Where a member listens, as the first contact that answers has it. */
  async #addressOf(name: string, options: RequestOptions | undefined): Promise<string> {
    const info = (await this.#askContacts(options)) as StateInfo
    const member = info.members.find((known) => known.name === name)
    if (member === undefined) throw clusterError('unknown-peer', name)
    return member.address
  }

  async #askContacts(options: RequestOptions | undefined): Promise<Value> {
    let failure: unknown
    for (const address of this.#contacts) {
      const asking = { to: { address }, data: null, options }
      const { command, signal } = requestOf(this.#runtime, 'state-info', asking)
      try {
        return (await this.#runtime.ask(command, signal)) as Value
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }
}

interface Asking {
  readonly to: string
  readonly data?: Value
  readonly options: RequestOptions | undefined
}

/** A client has nothing to keep. */
const noLog: LogStore = {
  open: () => one({ identity: undefined, entries: [], repairs: [] }),
  start: () => EMPTY,
  append: () => EMPTY,
  close: () => EMPTY,
}
