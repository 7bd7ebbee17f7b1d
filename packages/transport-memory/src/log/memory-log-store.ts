/**
 * Core's `LogStore` in memory. The instance is the place: close or crash it and open it again, as a
 * process that restarts. Without options every write is durable at once, so it also serves members
 * that need no disk. Given `whenSynced`, a write completes when that says so, in order; a crash
 * before keeps as many of the writes under way as it is told to, always the first ones. An append
 * that has no room, or a log that is to follow another, is refused, with all behind it, until an
 * append of nothing finds room again. Any other write that failed ends all writing until it is
 * opened again.
 */
import { Observable } from 'rxjs'
import { FsError } from '@quorate/core'
import type { LogIdentity, LogStore, Recovered } from '@quorate/core'
import { LogContent } from './log-content.ts'
import type { SetAside } from './log-content.ts'

/** What a disk is asked for: to read the log, to take more bytes, to make them durable. */
export type LogCall =
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly bytes: number }
  | { readonly kind: 'sync' }

/** How a store in memory behaves. */
export interface MemoryLogStoreOptions {
  /** Calls back, once, when what was just written is durable; default: at once. */
  readonly whenSynced?: (durable: () => void) => void
  /** What the disk fails this call with; default: it never does. */
  readonly errorOf?: (call: LogCall) => Error | undefined
  /**
   * Whether damage is noticed when opening, which then fails as `damaged`; default true. Without,
   * entries are handed out as they are.
   */
  readonly checked?: boolean
}

/** A write under way. Each of its steps is durable or not; a crash may come between two. */
interface Write {
  readonly steps: readonly Step[]
  readonly ending: Ending
  /** How many bytes it needs. */
  readonly bytes: number
  isSynced: boolean
  error: Error | undefined
}

type Step = (content: LogContent) => void

/** Why appends are refused until there is room for so many bytes. */
interface NoRoom {
  readonly error: Error
  readonly bytes: number
}

interface Ending {
  complete(): void
  error(error: unknown): void
}

export class MemoryLogStore implements LogStore {
  readonly #options: MemoryLogStoreOptions
  #content = new LogContent()
  #writes: Write[] = []
  #state: 'closed' | 'open' | 'failed' | 'closing' = 'closed'
  /** How often it was opened: a late close must not close the next opening. */
  #session = 0
  #nextFailure: string | undefined
  #noRoom: NoRoom | undefined

  constructor(options: MemoryLogStoreOptions = {}) {
    this.#options = options
  }

  /** What `start()` set aside, oldest first. */
  get setAside(): readonly SetAside[] {
    return this.#content.setAside
  }

  /** Writes that are not durable yet. */
  get unsynced(): number {
    return this.#writes.reduce((count, { steps }) => count + steps.length, 0)
  }

  /** Bytes of the entries that are durable: what may rot. */
  get durableBytes(): number {
    return this.#content.bytes
  }

  /** Bytes of its entries, those that are not durable yet included. */
  get bytes(): number {
    return this.#writes.reduce((sum, { bytes }) => sum + bytes, this.#content.bytes)
  }

  open(): Observable<Recovered> {
    return new Observable((subscriber) => {
      const trouble = this.#troubleOpening()
      if (trouble !== undefined) {
        subscriber.error(trouble)
        return
      }
      this.#state = 'open'
      this.#noRoom = undefined
      this.#session++
      const entries = this.#content.entries.map((bytes) => bytes.slice())
      const { identity, checkpoint } = this.#content
      subscriber.next({ identity, entries, checkpoint, repairs: [] })
      subscriber.complete()
    })
  }

  start(identity: LogIdentity, entries: readonly Uint8Array[] = []): Observable<never> {
    return new Observable((subscriber) => {
      const copies = entries.map((bytes) => bytes.slice())
      const step: Step = (content) => content.start(identity, copies)
      const size = sizeOf(entries)
      this.#write([step], () => this.#troubleStarting(size), size).subscribe(subscriber)
    })
  }

  append(batch: readonly Uint8Array[]): Observable<never> {
    return new Observable((subscriber) => {
      const steps = batch.map((bytes): Step => {
        const copy = bytes.slice()
        return (content) => content.append(copy)
      })
      const size = sizeOf(batch)
      this.#write(steps, () => this.#troubleAppending(size), size).subscribe(subscriber)
    })
  }

  /** Of one that is under way a crash leaves nothing. */
  saveCheckpoint(bytes: Uint8Array): Observable<never> {
    return new Observable((subscriber) => {
      const session = this.#session
      const copy = bytes.slice()
      const error =
        this.#troubleNow() ?? this.#options.errorOf?.({ kind: 'write', bytes: bytes.length })
      if (error !== undefined) {
        subscriber.error(error)
        return
      }
      const content = this.#content
      const identity = content.identity
      const kept = (): void => {
        const isHeld = session === this.#session && this.#state !== 'closed'
        if (isHeld && content.identity === identity) content.keep(copy)
        subscriber.complete()
      }
      if (this.#options.whenSynced === undefined) kept()
      else this.#options.whenSynced(kept)
    })
  }

  close(): Observable<never> {
    return new Observable((subscriber) => {
      const session = this.#session
      const closed = (): void => {
        if (session === this.#session) this.#state = 'closed'
        subscriber.complete()
      }
      if (this.#state === 'open') this.#state = 'closing'
      if (this.#writes.length === 0) closed()
      else this.#writes.push({ ...closing(closed), isSynced: true, error: undefined })
    })
  }

  /**
   * Its process ends: writes under way are told to nobody, and of their steps the first
   * `surviving` (default none) turn out to be durable.
   */
  crash(surviving: number = 0): void {
    for (const step of this.#steps().slice(0, surviving)) step(this.#content)
    this.#writes = []
    this.#state = 'closed'
  }

  /** The next write fails for this reason; no other is taken until the store is opened again. */
  failNextWrite(reason: string): void {
    this.#nextFailure = reason
  }

  /** A copy of what it holds: what is durable or, with `unsynced`, what was written. */
  backup({ unsynced = false }: { readonly unsynced?: boolean } = {}): LogContent {
    const copy = new LogContent(this.#content)
    if (unsynced) for (const step of this.#steps()) step(copy)
    return copy
  }

  /** In the place of all that it holds. Nobody has it open. */
  restore(backup: LogContent): void {
    this.#content = new LogContent(backup)
  }

  /** Flips one bit of the entries that are durable, by its number among all of theirs. */
  rot(bit: number): void {
    this.#content.rot(bit)
  }

  #steps(): readonly Step[] {
    return this.#writes.flatMap(({ steps }) => steps)
  }

  #troubleOpening(): Error | undefined {
    if (this.#state !== 'closed') return new Error('the store is held already')
    const { damaged } = this.#content
    if (damaged !== undefined && this.#options.checked !== false)
      return new FsError('damaged', `entry ${damaged} of the log is not as it was written`)
    return this.#options.errorOf?.({ kind: 'read' })
  }

  #write(
    steps: readonly Step[],
    troubleOf: () => Error | undefined,
    bytes: number = 0,
  ): Observable<never> {
    return new Observable<never>((subscriber) => {
      const trouble = this.#troubleNow() ?? troubleOf()
      if (trouble !== undefined) subscriber.error(trouble)
      else this.#enqueue({ steps, bytes, ending: subscriber, isSynced: false, error: undefined })
    })
  }

  #troubleNow(): Error | undefined {
    if (this.#state === 'failed') return failedBefore()
    return this.#state === 'open' ? undefined : new Error('the store is not open')
  }

  #troubleStarting(bytes: number): Error | undefined {
    if (this.#noRoom !== undefined) return this.#noRoom.error
    const error = this.#troubleWriting(bytes)
    if (isFull(error)) this.#noRoom = { error, bytes }
    else if (error !== undefined) this.#state = 'failed'
    return error
  }

  #troubleAppending(size: number): Error | undefined {
    if (this.#noRoom !== undefined && size > 0) return this.#noRoom.error
    const bytes = Math.max(size, this.#noRoom?.bytes ?? 0)
    const error = this.#troubleWriting(bytes)
    if (isFull(error)) this.#noRoom = { error, bytes }
    else if (error === undefined) this.#noRoom = undefined
    else this.#state = 'failed'
    return error
  }

  #troubleWriting(bytes: number): Error | undefined {
    const reason = this.#nextFailure
    this.#nextFailure = undefined
    return reason === undefined
      ? this.#options.errorOf?.({ kind: 'write', bytes })
      : new Error(reason)
  }

  #enqueue(write: Write): void {
    this.#writes.push(write)
    const synced = (): void => {
      write.isSynced = true
      write.error ??= this.#options.errorOf?.({ kind: 'sync' })
      this.#finish()
    }
    if (this.#options.whenSynced === undefined) synced()
    else this.#options.whenSynced(synced)
  }

  /** Writes complete in order: one that is durable early waits for those before it. */
  #finish(): void {
    for (let write = this.#writes[0]; write?.isSynced; write = this.#writes[0]) {
      this.#writes.shift()
      if (write.error === undefined) this.#durable(write)
      else this.#fail(write, write.error)
    }
  }

  #durable({ steps, ending }: Write): void {
    for (const step of steps) step(this.#content)
    ending.complete()
  }

  /** A sync failed: what it should have made durable is lost, and with it the writes after it. */
  #fail({ ending }: Write, error: Error): void {
    if (this.#state === 'open') this.#state = 'failed'
    for (const later of this.#writes) if (later.steps.length > 0) later.error ??= failedBefore()
    ending.error(error)
  }
}

const sizeOf = (entries: readonly Uint8Array[]): number =>
  entries.reduce((sum, { length }) => sum + length, 0)

const isFull = (error: Error | undefined): error is FsError =>
  error instanceof FsError && error.code === 'full'

const failedBefore = (): Error => new Error('an earlier write failed: open the store again')

const closing = (complete: () => void): Pick<Write, 'steps' | 'ending' | 'bytes'> => ({
  steps: [],
  ending: { complete, error: complete },
  bytes: 0,
})
