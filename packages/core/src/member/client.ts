/**
 * A pure client: asks and requests without being a member. It has no log, no place in the roster
 * and nothing to recover; what it may ask is up to the members.
 */
import { EMPTY, of as one } from 'rxjs'
import {
  isAddress,
  type MemberInfo,
  type MemberName,
  type Millis,
  type Value,
} from '../model/index.ts'
import type { LogStore } from '../ports/index.ts'
import type { StateInfo } from '../state/index.ts'
import { clusterError, invalid, openRuntime, type Runtime } from '../rim/index.ts'
import { CallDeadline } from './call-deadline.ts'
import { KnownAddresses } from './known-addresses.ts'
import { type PeerOptions, resolveOptions } from './options.ts'
import { type RequestOptions, requestOf } from './request-options.ts'
import { pong, type Pong } from './view.ts'
import { toData } from './arguments.ts'

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

/**
 * Asks a cluster from outside. A call's time covers all it has to ask: a contact for the address
 * of a member, unless that is known from before, and then the member.
 */
export class Client {
  readonly #runtime: Runtime
  readonly #contacts: readonly string[]
  readonly #known: KnownAddresses = new KnownAddresses()

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
    const deadline = new CallDeadline(this.#runtime, options?.timeoutMs)
    return this.#askContacts({ deadline, asksAfter: 0, options })
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
    const deadline = new CallDeadline(this.#runtime, options?.timeoutMs)
    const address = this.#known.of(to, this.#now()) ?? (await this.#find(to, deadline, options))
    const { command, signal } = requestOf(this.#runtime, subject, {
      to: { address },
      data,
      options: { ...options, timeoutMs: deadline.share(1) },
    })
    const named = { ...command, to: { ...command.to, name: to as MemberName } }
    try {
      return (await this.#runtime.ask(named, signal)) as Value
    } catch (error) {
      this.#known.forget(to)
      throw error
    }
  }

  /** Where a member listens, as the first contact that answers has it. */
  async #find(
    name: string,
    deadline: CallDeadline,
    options: RequestOptions | undefined,
  ): Promise<string> {
    const info = await this.#askContacts({ deadline, asksAfter: 1, options })
    const member = info.members.find((known) => known.name === name)
    if (member === undefined) throw clusterError('unknown-peer', name)
    return member.address
  }

  async #askContacts(search: Search): Promise<StateInfo> {
    const { deadline, asksAfter, options } = search
    let failure: unknown
    for (const [index, address] of this.#contacts.entries()) {
      const asks = this.#contacts.length - index + asksAfter
      const limited = { ...options, timeoutMs: deadline.share(asks) }
      const asking = { to: { address }, data: null, options: limited }
      const { command, signal } = requestOf(this.#runtime, 'state-info', asking)
      try {
        const info = (await this.#runtime.ask(command, signal)) as StateInfo
        this.#known.learn(info, this.#now())
        return info
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }

  #now(): Millis {
    return this.#runtime.options.clock.monotonic()
  }
}

interface Search {
  readonly deadline: CallDeadline
  /** How many asks follow once a contact answered. */
  readonly asksAfter: number
  readonly options: RequestOptions | undefined
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
  saveCheckpoint: () => EMPTY,
  close: () => EMPTY,
}
