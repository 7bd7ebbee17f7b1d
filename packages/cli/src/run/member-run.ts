/**
 * One member over NATS for the life of this process: waits for the first server, starts the member,
 * joins its contact and gives itself its info. Whoever drives it hears what happens through a
 * `RunListener`. Must never give up for a reason that passes, nor leave a connection behind.
 */
import {
  ClusterError,
  createMember,
  defaultSettings,
  type LinkStatus,
  type Logger,
  type Member,
  type MemberState,
  type Notice,
  type PartialSettings,
  type Refusal,
  type Transport,
} from '@quorate/core'
import { MemoryLogStore } from '@quorate/transport-memory'
import { setTimeout as pause } from 'node:timers/promises'
import { lastValueFrom } from 'rxjs'
import { Joining, type JoinListener } from './joining.ts'
import { NameCheck } from './name-check.ts'
import { transportAt } from './nats-link.ts'
import type { RunSettings } from './run-settings.ts'

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
  readonly #nameCheck: NameCheck
  readonly #stopping: AbortController = new AbortController()
  /** Why there is no member yet. */
  #obstacle: Refusal
  #fail: (error: ClusterError) => void = () => undefined
  #transport: Transport | undefined
  #member: Member | undefined

  constructor(settings: RunSettings, listener: RunListener, logger: Logger) {
    this.settings = settings
    this.#listener = listener
    this.#logger = logger
    this.#joining = new Joining(settings.info, listener)
    this.#nameCheck = new NameCheck(settings, logger)
    const detail = `waiting for a NATS server at ${settings.servers.join(', ')}`
    this.#obstacle = { kind: 'not-joined', detail }
    this.failure = new Promise((_, reject) => {
      this.#fail = reject
    })
  }

  /**
   * @throws ClusterError `not-joined` until a NATS server was reached, `name-taken` while another
   * process has the name, `stopped` afterwards.
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
   * Resolves once the member runs, has joined its contact, if it has one, and has its info; or
   * when it was stopped before that.
   *
   * @throws ClusterError `invalid-option`, or a refusal that waiting does not change.
   */
  async start(): Promise<void> {
    this.#listener.state({ state: 'joining', reasons: [] })
    try {
      await this.#claimName()
      const member = await this.#open()
      await this.#joining.begin(member, this.settings.contact)
    } catch (error) {
      if (!this.#isStopping) throw error
    }
  }

  /** Stops without leaving the cluster. Twice is no error. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#joining.stop()
    await this.#nameCheck.stop()
    await this.#member?.stop()
    // While the first server is waited for there is no member yet, and this ends the waiting.
    if (this.#transport !== undefined)
      await lastValueFrom(this.#transport.close(), { defaultValue: undefined })
  }

  /** Who may wait, waits until the name is free: whoever has it may go. */
  async #claimName(): Promise<void> {
    const { name, waitsForName } = this.settings
    const taken: Refusal = { kind: 'name-taken', detail: `another process answers as ${name}` }
    while (await this.#nameCheck.isTaken()) {
      if (!waitsForName) throw new ClusterError(taken)
      if (this.#obstacle !== taken) this.#listener.nameTaken(name)
      this.#obstacle = taken
      await pause(nameCheckMs, undefined, { signal: this.#stopping.signal })
    }
  }

  async #open(): Promise<Member> {
    const { name, cluster, secret, replicationFactor, periodMs } = this.settings
    const transport = transportAt(name, this.settings, this.#logger)
    this.#transport = transport
    if (this.#isStopping) await lastValueFrom(transport.close(), { defaultValue: undefined })
    transport.status$.subscribe((status) => this.#listener.link(status))
    const member = await createMember({
      name,
      cluster,
      secret,
      replicationFactor,
      transport,
      log: new MemoryLogStore(),
      logger: this.#logger,
      settings: settingsFor(periodMs),
    })
    this.#member = member
    member.notices$.subscribe((notice) => this.#listener.notice(notice))
    member.state$.subscribe((state) => this.#tellState(state))
    if (this.#isStopping) await member.stop()
    return member
  }

  #tellState(state: MemberState): void {
    this.#listener.state(state)
    if (state.state !== 'stopped' || this.#isStopping) return
    this.#fail(new ClusterError({ kind: 'internal', detail: 'the member stopped itself' }))
  }
}

/** The detector's other times keep their share of the period; a probe may take all of it. */
function settingsFor(periodMs: number): PartialSettings {
  const { membership } = defaultSettings
  const share = periodMs / membership.periodMs
  return {
    membership: {
      periodMs,
      probeTimeoutMs: Math.min(membership.probeTimeoutMs, periodMs),
      downStableMs: membership.downStableMs * share,
    },
  }
}
