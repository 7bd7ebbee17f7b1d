/**
 * Carries out effects, in order. An `append` releases its `then` only when the log store says that
 * it is durable (R1); every outcome goes back in as an input. Decides nothing.
 */
import { defer, type Observable } from 'rxjs'
import { encodeCheckpoint } from '../codec/index.ts'
import {
  type Append,
  type Arm,
  type Effect,
  type LogEntry,
  type Notice,
  type SaveCheckpoint,
  type StartLog,
  type TimerKey,
  unreachable,
} from '../model/index.ts'
import { type Clock, FsError, type Logger, type LogStore } from '../ports/index.ts'
import type { Happening } from './inputs.ts'
import type { Outbox } from '../session/index.ts'
import type { Replies } from './replies.ts'
import type { Serving } from './serving.ts'

export interface EffectsOptions {
  readonly clock: Clock
  readonly log: LogStore
  readonly outbox: Outbox
  readonly replies: Replies
  readonly serving: Serving
  readonly logger: Logger
  readonly inject: (happening: Happening) => void
  readonly onNotice: (notice: Notice) => void
  /** Entries as they become durable here. */
  readonly onEntries: (entries: readonly LogEntry[]) => void
}

export class Effects {
  readonly #options: EffectsOptions
  readonly #timers = new Map<TimerKey, () => void>()

  constructor(options: EffectsOptions) {
    this.#options = options
  }

  run(effects: readonly Effect[]): void {
    for (const effect of effects) this.#runOne(effect)
  }

  /** Cancels every timer. */
  stop(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  #runOne(effect: Effect): void {
    switch (effect.kind) {
      case 'send':
        return this.#options.outbox.add(effect.to, effect.message)
      case 'arm':
        return this.#arm(effect)
      case 'disarm':
        return this.#disarm(effect.timer)
      case 'append':
        return this.#append(effect)
      case 'start-log':
        return this.#startLog(effect)
      case 'save-checkpoint':
        return this.#saveCheckpoint(effect)
      case 'serve':
        return this.#options.serving.serve(effect)
      case 'settle':
        return this.#options.replies.settle(effect.id, effect.outcome)
      case 'publish':
        return this.#options.onNotice(effect.notice)
      case 'mark':
        return this.#options.logger.debug({ mark: effect.mark }, 'mark')
      default:
        return unreachable(effect)
    }
  }

  #arm(effect: Arm): void {
    const { clock, inject } = this.#options
    const { timer, deadline } = effect
    this.#disarm(timer)
    const cancel = clock.schedule(deadline, () => {
      this.#timers.delete(timer)
      inject({ kind: 'timer-fired', timer, deadline })
    })
    this.#timers.set(timer, cancel)
  }

  #disarm(timer: TimerKey): void {
    this.#timers.get(timer)?.()
    this.#timers.delete(timer)
  }

  #append({ batch, entries, then }: Append): void {
    const { log } = this.#options
    this.#store(
      batch,
      () => log.append(bytesOf(entries)),
      () => this.#stored(batch, entries, then),
    )
  }

  #startLog({ batch, identity, entries, news, then }: StartLog): void {
    const { log } = this.#options
    this.#store(
      batch,
      () => log.start(identity, bytesOf(entries)),
      () => this.#stored(batch, news, then),
    )
  }

  #stored(batch: number, news: readonly LogEntry[], then: readonly Effect[]): void {
    const { inject, onEntries } = this.#options
    inject({ kind: 'entries-stored', batch })
    onEntries(news)
    this.run(then)
  }

  /** A cache: that it is not kept is no failure of the store. */
  #saveCheckpoint({ checkpoint }: SaveCheckpoint): void {
    const { log, logger } = this.#options
    defer(() => log.saveCheckpoint(encodeCheckpoint(checkpoint))).subscribe({
      error: (error: unknown) => logger.warn({ error }, 'checkpoint not kept'),
    })
  }

  /** A store that throws where it should error has failed all the same. */
  #store(batch: number, work: () => Observable<never>, done: () => void): void {
    defer(work).subscribe({
      complete: done,
      error: (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        const isFull = error instanceof FsError && error.code === 'full'
        this.#options.inject({ kind: isFull ? 'store-full' : 'store-failed', batch, reason })
      },
    })
  }
}

const bytesOf = (entries: readonly LogEntry[]): readonly Uint8Array[] =>
  entries.map(({ bytes }) => bytes)
