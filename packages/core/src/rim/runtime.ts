/**
 * What a member and a client have in common: the kernel in its machine, wired to a transport, a
 * log store and a clock. Inputs come in by one stream, effects go out by one runner. Decides
 * nothing.
 */
import { defer, lastValueFrom, type Observable, Subject, type Subscription } from 'rxjs'
import { decodeMessages, encodeCheckpoint, frameOverheadMax, sizeOfValue } from '../codec/index.ts'
import { initialKernel, type Kernel, lastCheckpoint } from '../kernel/index.ts'
import {
  type Address,
  type Ask,
  clusterLabel,
  type Command,
  type CommandId,
  type FrameRefusalReason,
  type Join,
  type Leave,
  messageRefused,
  type Notice,
  type RefusalKind,
  refusal,
} from '../model/index.ts'
import type { Frame, LogStore, SendRefusal } from '../ports/index.ts'
import {
  Authenticator,
  keyRing,
  type Opened,
  Outbox,
  type Outgoing,
  type Place,
} from '../session/index.ts'
import { Effects } from './effects.ts'
import { clusterError } from './errors.ts'
import { FlightRecorder } from './flight-recorder.ts'
import { type Happening, Inputs } from './inputs.ts'
import { MemberMachine, type MachineStatus } from './machine.ts'
import type { Surroundings } from './surroundings.ts'
import { Replies } from './replies.ts'
import { Serving } from './serving.ts'
import { logNotice, ToldEntries } from './telling/index.ts'

/** A change of what the kernel holds, for the public streams. */
export interface KernelChange {
  readonly before: Kernel
  readonly after: Kernel
}

export class Runtime {
  readonly options: Surroundings
  readonly replies: Replies = new Replies()
  readonly serving: Serving
  readonly recorder: FlightRecorder
  readonly notices$: Subject<Notice> = new Subject()
  readonly told: ToldEntries = new ToldEntries()
  readonly changes$: Subject<KernelChange> = new Subject()
  readonly status$: Subject<MachineStatus> = new Subject()
  /** Bytes of application data that fit one frame. */
  readonly dataBytesMax: number
  readonly #log: LogStore
  readonly #machine: MemberMachine
  readonly #inputs: Inputs
  readonly #effects: Effects
  readonly #authenticator: Authenticator
  readonly #outbox: Outbox
  #subscription: Subscription | undefined
  #isStopped = false

  constructor(options: Surroundings, log: LogStore) {
    const { clock, entropy, transport, config, logger } = options
    this.options = options
    this.#log = log
    const bodyBytesMax = transport.maxFrameBytes - frameOverheadMax
    this.dataBytesMax = bodyBytesMax - requestOverheadMax
    this.recorder = new FlightRecorder(config, options.recordInputs)
    const inject = (happening: Happening): void => this.#inputs.inject(happening)
    this.serving = new Serving({
      inject,
      answerBytesMax: this.dataBytesMax,
      sizeOf: sizeOfValue,
    })
    this.#authenticator = authenticatorOf(options)
    this.#outbox = new Outbox({
      bodyBytesMax,
      defer: (run) => clock.defer(run),
      seal: (to, body) => this.#transmit(this.#authenticator.seal(to, body, this.#place())),
      onTooLarge: (to, message, bytes) =>
        this.#notify(
          messageRefused(
            config.name,
            message.kind,
            refusal('payload-too-large', `${bytes} bytes to ${to.address}`),
          ),
        ),
    })
    this.#effects = new Effects({
      clock,
      log,
      outbox: this.#outbox,
      replies: this.replies,
      serving: this.serving,
      logger,
      inject,
      onNotice: (notice) => this.#notify(notice),
      onEntries: (entries) => this.told.tell(entries, () => this.kernel),
    })
    this.#inputs = new Inputs({ transport, clock, entropy, open: (frame) => this.#open(frame) })
    this.#machine = new MemberMachine({
      kernel: initialKernel(config),
      run: (effects, before, after) => {
        this.told.follow(before, after)
        this.#effects.run(effects)
        if (before !== after) this.changes$.next({ before, after })
      },
    })
  }

  get kernel(): Kernel {
    return this.#machine.kernel
  }

  get status(): MachineStatus {
    return this.#machine.status
  }

  /** Lets inputs in; the first is what the log held. */
  start(loaded: Happening): void {
    this.#machine.start(
      (status) => this.status$.next(status),
      (failure) => this.#tearDown(failure),
    )
    this.#subscription = this.#inputs.inputs$.subscribe((input) => {
      this.recorder.record(input)
      this.#machine.take(input)
    })
    this.#inputs.inject(loaded)
  }

  /** Issues a command; resolves with its outcome's value, rejects with a `ClusterError`. */
  issue(command: Command): { readonly id: number; readonly done: Promise<unknown> } {
    const { id, promise } = this.replies.open()
    if (this.replies.isOpen(id)) this.#inputs.inject({ kind: 'command-issued', id, command })
    return { id, done: promise }
  }

  /** Issues a command that the caller's signal may end early: `aborted`. */
  ask(command: Ask | Join | Leave, signal: AbortSignal | undefined): Promise<unknown> {
    const { id, done } = this.issue(command)
    return signal === undefined ? done : this.#unlessAborted(id, done, signal)
  }

  async #unlessAborted(
    id: CommandId,
    done: Promise<unknown>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const abandon = (): void => this.#abandon(id)
    signal.addEventListener('abort', abandon, { once: true })
    try {
      return await done
    } finally {
      signal.removeEventListener('abort', abandon)
    }
  }

  /** The caller gave up: its command is settled at once, and the work dropped. */
  #abandon(id: CommandId): void {
    if (!this.replies.isOpen(id)) return
    this.replies.settle(id, { ok: false, refusal: refusal('aborted', '') })
    this.#inputs.inject({ kind: 'command-issued', id: 0, command: { kind: 'abandon', id } })
  }

  /** Stops; idempotent. Resolves once log and transport are closed. */
  async stop(): Promise<void> {
    this.#outbox.flush()
    this.#machine.stop()
    this.#tearDown(undefined)
    const { transport, logger } = this.options
    const ofTransport = await failureOf(() => transport.close())
    if (ofTransport !== undefined) logger.warn({ error: ofTransport }, 'transport not closed')
    await this.#keepCheckpoint()
    const ofLog = await failureOf(() => this.#log.close())
    if (ofLog !== undefined)
      throw clusterError('store-failed', `the log did not close: ${ofLog.message}`, ofLog)
  }

  /** A cache: the next start does without it. */
  async #keepCheckpoint(): Promise<void> {
    const checkpoint = lastCheckpoint(this.kernel)
    if (checkpoint === undefined) return
    const bytes = encodeCheckpoint(checkpoint)
    const error = await failureOf(() => this.#log.saveCheckpoint(bytes))
    if (error !== undefined) this.options.logger.warn({ error }, 'checkpoint not kept')
  }

  #open(frame: Frame): readonly Happening[] {
    const opened = this.#authenticator.open(frame, this.#place())
    switch (opened.kind) {
      case 'ready':
        this.#transmit(opened.frames)
        return []
      case 'refused':
        if (opened.answer !== undefined) this.#transmit([opened.answer])
        return this.#refuse(frame, opened.reason, opened.detail)
      case 'body':
        return this.#messages(frame, opened)
    }
  }

  #messages(frame: Frame, opened: Extract<Opened, { kind: 'body' }>): readonly Happening[] {
    const decoded = decodeMessages(opened.body, this.options.config.hash)
    if (!decoded.ok) return this.#refuse(frame, 'malformed', decoded.detail)
    const { from } = opened
    return decoded.messages.map((message) => ({ kind: 'message-received', from, message }))
  }

  #refuse(frame: Frame, reason: FrameRefusalReason, detail: string): readonly Happening[] {
    this.#notify({ kind: 'frame-refused', from: frame.from, reason, detail })
    const explains = explanations[reason]
    if (explains === undefined) return []
    return [{ kind: 'frame-refused', address: frame.from, reason: explains }]
  }

  #transmit(frames: readonly Outgoing[]): void {
    for (const { to, bytes } of frames) {
      const refused = this.#send(to, bytes)
      if (refused !== undefined) this.options.logger.debug({ to, refused }, 'frame not sent')
    }
  }

  /** Best effort: a transport that throws has lost a frame, no more. */
  #send(to: Address, bytes: Uint8Array): SendRefusal | undefined {
    try {
      return this.options.transport.send(to, bytes)
    } catch (error) {
      this.options.logger.error({ to, error }, 'transport threw')
      return undefined
    }
  }

  #notify(notice: Notice): void {
    logNotice(this.options.logger, notice)
    this.notices$.next(notice)
  }

  #place(): Place {
    const { clock } = this.options
    return { at: clock.monotonic(), cluster: clusterLabel(this.kernel.self.cluster) }
  }

  #tearDown(failure: unknown): void {
    if (this.#isStopped) return
    this.#isStopped = true
    this.#subscription?.unsubscribe()
    this.#effects.stop()
    const detail = failure instanceof Error ? failure.message : ''
    this.replies.stop(refusal(failure === undefined ? 'stopped' : 'internal', detail))
    if (failure !== undefined)
      this.options.logger.error({ failure, recording: this.recorder.recording() }, 'member stopped')
    this.status$.next(this.status)
    for (const stream of [this.notices$, this.told.told$, this.changes$, this.status$])
      stream.complete()
  }
}

/** Room for a request's other fields beside its data. */
const requestOverheadMax = 64

/** Refusals that explain why somebody does not answer us. */
const explanations: { readonly [Reason in FrameRefusalReason]?: RefusalKind } = {
  'invalid-token': 'invalid-token',
  'unknown-target': 'unknown-target',
}

function authenticatorOf(options: Surroundings): Authenticator {
  const { crypto, entropy, transport, config } = options
  const drawNonce = (): bigint => {
    const bytes = entropy.next()
    return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)
  }
  return new Authenticator({
    name: config.name,
    address: config.address,
    keys: keyRing(crypto, options.cluster, options.secret),
    crypto,
    frameBytesMax: transport.maxFrameBytes,
    drawNonce,
  })
}

/** Carries out what a port offers; what went wrong, whether it errored or threw. */
export async function failureOf(work: () => Observable<unknown>): Promise<Error | undefined> {
  try {
    await lastValueFrom(defer(work), { defaultValue: undefined })
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
