/**
 * A running member as the application sees it: what it knows (answered from its own fold, at
 * once), what it can be asked to do (promises, each settled within its deadline), and what it
 * tells (streams). Holds no state of its own.
 */
import type { Observable } from 'rxjs'
import {
  type Address,
  type Command,
  type EntryId,
  type LogEntry,
  type MemberInfo,
  type MemberName,
  type Notice,
  type Value,
} from '../model/index.ts'
import {
  defaultMembershipConfig,
  type MembershipConfig,
  type PeerInfo,
} from '../membership/index.ts'
import type { Explanation, ExplanationSubject, FailedMember, StateInfo } from '../state/index.ts'
import {
  checkedMoment,
  checkedSubject,
  checkedText,
  placeOf,
  toData,
  toInfo,
  type WriteOptions,
} from './arguments.ts'
import {
  ClusterError,
  clusterError,
  type HandlerOptions,
  invalid,
  type Recording,
  type RequestHandler,
  type Runtime,
} from '../rim/index.ts'
import { checkedSettings } from './options.ts'
import {
  type JoinOptions,
  joinOf,
  type LeaveOptions,
  leaveOf,
  type RequestOptions,
  requestOf,
} from './request-options.ts'
import { type MemberStreams, memberStreams } from './streams.ts'
import * as view from './view.ts'

export class Member {
  readonly name: MemberName
  readonly address: Address
  /** Lifecycle state and reasons: the current ones, then every change. */
  readonly state$: Observable<view.MemberState>
  /** The state info: the current one, then every change. */
  readonly stateInfo$: Observable<StateInfo>
  /** Entries as they become durable here, own and others', also those that belong in between. */
  readonly events$: Observable<LogEntry>
  /**
   * The log, then what comes to it: each durable entry once, those there are in the total order.
   * `compareEntries` says where a later one belongs. After a join: those of the log it joined.
   */
  readonly log$: Observable<LogEntry>
  /** Verdicts, replays, conflicts, refusals. */
  readonly notices$: Observable<Notice>
  readonly #runtime: Runtime

  /** @internal Members are made by `createMember`. */
  constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.name = runtime.options.name
    this.address = runtime.options.transport.address
    const streams: MemberStreams = memberStreams(runtime)
    this.state$ = streams.state$
    this.stateInfo$ = streams.stateInfo$
    this.events$ = streams.events$
    this.log$ = streams.log$
    this.notices$ = streams.notices$
  }

  get state(): view.MemberState {
    return view.stateOf(this.#runtime.status)
  }

  /** The shared state: `ts`, `tsold`, `members`, `failed`, `replication` and the put keys. */
  stateInfo(): StateInfo {
    return view.stateInfo(this.#runtime.kernel)
  }

  /** The value of one key of the state info; undefined if there is none. */
  get(key: string): Value | undefined {
    return view.get(this.#runtime.kernel, key)
  }

  /** Every member, by name, this one included. */
  members(): readonly view.MemberAddress[] {
    return view.members(this.#runtime.kernel)
  }

  /** What this member thinks of each other one now: its live view, with who says so. */
  peers(): readonly PeerInfo[] {
    return view.peers(this.#runtime.kernel)
  }

  /** Peers that do not answer this member now. `stateInfo().failed` is what the cluster logged. */
  failedPeers(): readonly FailedMember[] {
    return view.failedPeers(this.#runtime.kernel)
  }

  isFailed(name: string): boolean {
    return this.failedPeers().some((peer) => peer.name === name)
  }

  /** @throws ClusterError `cluster-state` unless operational. */
  operationalPeers(): readonly MemberName[] {
    const { state, reasons } = this.state
    if (state !== 'operational')
      throw clusterError('cluster-state', [`${this.name} is ${state}`, ...reasons].join(', '))
    return view.operationalPeers(this.#runtime.kernel)
  }

  /** Every member's info; one that does not answer has the single key `error` instead. */
  memberInfo(): { readonly [name: string]: MemberInfo } {
    return view.memberInfo(this.#runtime.kernel)
  }

  /** What the log says, as a version: equal on all members that agree. */
  version(): view.MemberVersion {
    return view.version(this.#runtime.kernel)
  }

  /** Every entry, in the total order, also those that are not durable yet: see `log$`. */
  log(): readonly LogEntry[] {
    return view.log(this.#runtime.kernel)
  }

  /** Why a key or a member is as it is: the entries about it and what became of each. */
  explain(subject: ExplanationSubject): readonly Explanation[] {
    return view.explanations(this.#runtime.kernel, checkedSubject(subject))
  }

  /**
   * What was so at a moment. As of a time or a `ts`, with all that is known today; as of a version,
   * as whoever had it saw it.
   *
   * @throws ClusterError `not-in-log` for what the log does not reach, `invalid-option`.
   */
  at(moment: view.Moment): view.PastState {
    const { kernel, options } = this.#runtime
    const past = view.past(kernel, checkedMoment(moment), options.clock.now())
    if (!past.ok) throw new ClusterError(past.refusal)
    return past.value
  }

  /**
   * Joins the cluster of whoever listens at `contact`, leaving one's own; the own log is set aside.
   * A refused join changes nothing.
   *
   * @throws ClusterError `name-taken`, `not-joined` (the contact is no member), `invalid-token`,
   * `unknown-target`, `cluster-state` (a join is under way), `clock-unsynchronised` (the contact's
   * clock is far from a majority's), `network-error` at the deadline, `aborted`,
   * `log-full`, `store-failed`.
   */
  async join(contact: string, options: JoinOptions = {}): Promise<void> {
    const { command, signal } = joinOf(contact, options)
    await this.#runtime.ask(command, signal)
  }

  /**
   * Ejects a member for good: it may join again. Of this one it is leaving without waiting until
   * others know: see `leave`. False: no such member.
   *
   * @throws ClusterError `cluster-state` for the last member, `not-joined`, `store-failed`,
   * `clock-unsynchronised`.
   */
  async eject(name: string): Promise<boolean> {
    const named = checkedText('name', name) as MemberName
    return (await this.#issue({ kind: 'eject', name: named })) === true
  }

  /**
   * Leaves the cluster for good: it may join again. Resolves as soon as another member is known to
   * have heard of it; then this process may end, and nobody takes it for failed.
   *
   * @throws ClusterError `network-error` at the deadline: it is out by its own log, and nobody
   * confirmed it; `aborted` likewise; `cluster-state` for the last member, and while it joins;
   * `not-joined`, `store-failed`, `log-full`, `clock-unsynchronised`.
   */
  async leave(options: LeaveOptions = {}): Promise<void> {
    const { command, signal } = leaveOf(options)
    await this.#runtime.ask(command, signal)
  }

  /**
   * Puts a key into the state info; resolves with the write's id once it is durable here.
   *
   * @throws ClusterError `reserved-key`, `invalid-value`, `log-full`, `clock-unsynchronised`,
   * `store-failed`, `not-joined`, `no-quorum` for another `until` than `local`.
   */
  async put(key: string, value: unknown, options: WriteOptions = {}): Promise<EntryId> {
    const place = placeOf(key, options)
    return (await this.#issue({ kind: 'put', ...place, value: toData(value) })) as EntryId
  }

  /** As `put`; resolves with null if there was no value. */
  async delete(key: string, options: WriteOptions = {}): Promise<EntryId | null> {
    return (await this.#issue({ kind: 'delete', ...placeOf(key, options) })) as EntryId | null
  }

  /** Replaces this member's own info, whole. @throws as `put`. */
  async setMemberInfo(info: { readonly [key: string]: unknown }): Promise<EntryId> {
    return (await this.#issue({ kind: 'set-member-info', info: toInfo(info) })) as EntryId
  }

  /**
   * Asks whether a member, or whoever listens at an address, answers.
   *
   * @throws ClusterError `network-error`, `unknown-peer`, `unknown-target`, `invalid-token`,
   * `aborted`.
   */
  async ping(
    to: string | { readonly address: string },
    options?: RequestOptions,
  ): Promise<view.Pong> {
    const at = this.#runtime.options.clock.monotonic()
    const { command, signal } = requestOf(this.#runtime, 'ping', { to, data: null, options })
    const answer = await this.#runtime.ask(command, signal)
    return view.pong(answer, this.#runtime.options.clock.monotonic() - at)
  }

  /**
   * Sends data to a member's handler and resolves with its answer. The handler runs at most once.
   *
   * @throws ClusterError `member-error` with the handler's error text, `network-error` at the
   * deadline or when nobody listens, `unknown-peer`, `overloaded`, `payload-too-large`, `aborted`.
   */
  async request(to: string, data: unknown, options?: RequestOptions): Promise<Value> {
    const { command, signal } = requestOf(this.#runtime, 'data', {
      to,
      data: toData(data),
      options,
    })
    return (await this.#runtime.ask(command, signal)) as Value
  }

  /** Answers data requests; the last handler set counts. Without one the answer is null. */
  onRequest(handler: RequestHandler | undefined, options?: HandlerOptions): void {
    if (handler !== undefined && typeof handler !== 'function')
      throw invalid('handler', 'must be a function, or undefined for none')
    this.#runtime.serving.setHandler(handler, options)
  }

  /** Stops probing and reporting until resumed; answering goes on. */
  async pauseHousekeeping(): Promise<void> {
    await this.#issue({ kind: 'set-housekeeping', running: false })
  }

  async resumeHousekeeping(): Promise<void> {
    await this.#issue({ kind: 'set-housekeeping', running: true })
  }

  /**
   * Changes settings of failure detection while running: from the next turn on, all or none.
   *
   * @throws ClusterError `invalid-option`, naming the setting and what is allowed.
   */
  async configure(membership: Partial<MembershipConfig>): Promise<void> {
    const settings = checkedSettings('membership', membership, defaultMembershipConfig)
    await this.#issue({ kind: 'configure', membership: settings })
  }

  /** The last inputs, for `replay`; see `recordInputs`. */
  recording(): Recording {
    return this.#runtime.recorder.recording()
  }

  /** Stops the member without leaving the cluster. Twice is no error. */
  async stop(): Promise<void> {
    await this.#runtime.stop()
  }

  #issue(command: Command): Promise<unknown> {
    return this.#runtime.issue(command).done
  }
}
