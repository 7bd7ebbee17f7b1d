/**
 * One member over NATS for the life of this process: waits for the first server, starts the member,
 * joins its contact, unless its log has it in that cluster, and gives itself its info. Whoever
 * drives it hears what happens through a `RunListener`. Must never give up for a reason that
 * passes, nor leave a connection behind, nor found a cluster beside the one it is to join, nor set
 * aside a log that may say more than the cluster it joins.
 */
import {
  ClusterError,
  createMember,
  type LinkStatus,
  type Logger,
  type Member,
  type MemberState,
  type Notice,
  type Refusal,
  type Transport,
} from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { MemoryLogStore } from '@quorate/transport-memory'
import { setTimeout as pause } from 'node:timers/promises'
import { lastValueFrom, skip } from 'rxjs'
import { Enquiry } from './enquiry.ts'
import { Joining, type JoinListener } from './joining.ts'
import { transportAt } from './nats-link.ts'
import { pacedBy } from './pace.ts'
import type { RunSettings } from './run-settings.ts'
import { isMember, isMemberWith, otherCluster, whyOut } from './standing.ts'

/** Told of everything, in order. */
export interface RunListener extends JoinListener {
  state(state: MemberState): void
  notice(notice: Notice): void
  /** Whether the member is connected to NATS. */
  link(status: LinkStatus): void
  /** Another process has the member's name, and this one waits until it is gone. */
  nameTaken(name: string): void
}

const nameCheckMs = 1000

export class MemberRun {
  readonly settings: RunSettings
  /** Rejects with `internal` if the member ends by itself; never resolves. */
  readonly failure: Promise<never>
  readonly #listener: RunListener
  readonly #logger: Logger
  readonly #joining: Joining
  /** To whoever has the name of this member. */
  readonly #namesake: Enquiry
  /** To whom it asks to let it in, if it asks anybody. */
  readonly #host: Enquiry | undefined
  readonly #stopping: AbortController = new AbortController()
  /** Why there is no member yet. */
  #obstacle: Refusal
  #fail: (error: ClusterError) => void = () => undefined
  #transport: Transport | undefined
  /** Runs, but is not driven before its contact has let it in. */
  #opened: Member | undefined
  #member: Member | undefined

  constructor(settings: RunSettings, listener: RunListener, logger: Logger) {
    this.settings = settings
    this.#listener = listener
    this.#logger = logger
    this.#joining = new Joining(settings.info, listener)
    const { name, contact } = settings
    this.#namesake = new Enquiry(name, settings, logger)
    this.#host = contact === undefined ? undefined : new Enquiry(contact, settings, logger)
    this.#obstacle = { kind: 'not-joined', detail: whatIsAwaited(settings) }
    this.failure = new Promise((_, reject) => {
      this.#fail = reject
    })
  }

  /**
   * @throws ClusterError `not-joined` until a NATS server was reached and the contact, if there is
   * one, has let it in; `name-taken` while another process has the name; `stopped` afterwards.
   */
  get member(): Member {
    if (this.#member !== undefined) return this.#member
    throw new ClusterError(this.#isStopping ? { kind: 'stopped', detail: '' } : this.#obstacle)
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  get joining(): Joining {
    return this.#joining
  }

  /**
   * Resolves once the member runs, is in the cluster of its contact, if it has one, and has its
   * info; or when it was stopped before that.
   *
   * @throws ClusterError `invalid-option`, or a refusal that waiting does not change: of its log,
   * `store-failed` if it cannot be read, `store-full` if there is no room for a first one,
   * `not-joined` if it is out by it and has no contact, and `cluster-config` if somebody holds it,
   * or it is of another member or cluster.
   */
  async start(): Promise<void> {
    this.#listener.state({ state: 'joining', reasons: [] })
    try {
      await this.#begin()
    } catch (error) {
      if (!this.#isStopping) throw error
    }
  }

  /** Stops without leaving the cluster. Twice is no error. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#joining.stop()
    await Promise.all([this.#host?.stop(), this.#namesake.stop()])
    await this.#close()
  }

  /** A member whose log knows its contact goes on at once, whether or not that one runs. */
  async #begin(): Promise<void> {
    await this.#claimName()
    const member = await this.#open()
    const { contact } = this.settings
    if (contact !== undefined && !isMemberWith(member, contact)) return this.#enter(member, contact)
    if (!isMember(member)) throw new ClusterError(whyOut(member))
    this.#drive(member)
    await this.#joining.tellInfo(member)
  }

  async #enter(member: Member, contact: string): Promise<void> {
    const { state, reasons } = member.state
    if (state === 'ejected')
      this.#logger.warn({ reasons: reasons.join() }, 'out by its log, joins as a new store')
    await this.#joining.keepTrying(contact, () => this.#tryToEnter(member, contact))
    await this.#host?.stop()
  }

  async #tryToEnter(member: Member, contact: string): Promise<void> {
    const there = await this.#host?.ask()
    if (!isMember(member)) await member.join(contact)
    else if (!there?.members.some(({ name }) => name === member.name))
      throw new ClusterError(otherCluster(member, contact))
    await this.#joining.tellInfo(member)
    this.#drive(member)
  }

  /** Who may wait, waits until the name is free: whoever has it may go. */
  async #claimName(): Promise<void> {
    const { name, waitsForName } = this.settings
    this.#stopping.signal.throwIfAborted()
    const taken: Refusal = { kind: 'name-taken', detail: `another process answers as ${name}` }
    while (await this.#namesake.isAnswered()) {
      if (!waitsForName) throw this.#inVain(new ClusterError(taken))
      if (this.#obstacle !== taken) this.#listener.nameTaken(name)
      this.#obstacle = taken
      await pause(nameCheckMs, undefined, { signal: this.#stopping.signal })
    }
    await this.#namesake.stop()
  }

  /** Whoever waits for it to join hears that it will not. */
  #inVain(error: ClusterError): ClusterError {
    const { contact } = this.settings
    if (contact !== undefined) this.#listener.joinFailed({ contact, error, isFinal: true })
    return error
  }

  async #open(): Promise<Member> {
    const { name, cluster, secret, replicationFactor, periodMs, contact, log } = this.settings
    const transport = transportAt(name, this.settings, this.#logger)
    this.#transport = transport
    if (this.#isStopping) await lastValueFrom(transport.close(), { defaultValue: undefined })
    // It begins down, which is no news.
    transport.status$.pipe(skip(1)).subscribe((status) => this.#listener.link(status))
    const member = await createMember({
      name,
      cluster,
      secret,
      replicationFactor,
      transport,
      foundsCluster: contact === undefined,
      log: log === undefined ? new MemoryLogStore() : fileLog(log.folder, log),
      logger: this.#logger,
      settings: pacedBy(periodMs),
    })
    this.#opened = member
    member.notices$.subscribe((notice) => this.#listener.notice(notice))
    if (this.#isStopping) await member.stop()
    return member
  }

  /** From here on it is the member that this process is about. */
  #drive(member: Member): void {
    this.#member = member
    member.state$.subscribe((state) => this.#tellState(state))
  }

  /** Ends the member; or, if there is none yet, the wait of its transport for a server. */
  async #close(): Promise<void> {
    await this.#opened?.stop()
    if (this.#transport !== undefined)
      await lastValueFrom(this.#transport.close(), { defaultValue: undefined })
  }

  #tellState(state: MemberState): void {
    this.#listener.state(state)
    if (state.state !== 'stopped' || this.#isStopping) return
    this.#fail(new ClusterError({ kind: 'internal', detail: 'the member stopped itself' }))
  }
}

const whatIsAwaited = ({ servers, contact }: RunSettings): string => {
  const server = `waiting for a NATS server at ${servers.join(', ')}`
  return contact === undefined ? server : `${server}, and for ${contact} to let it in`
}
