/**
 * Core's `LogStore` in memory. The instance is the place: close or crash it and open it again, as a
 * process that restarts. Without options every write is durable at once, so it also serves members
 * that need no disk. Given `whenSynced`, a write completes when that says so, in order; a crash
 * before keeps as many of the writes under way as it is told to, always the first ones.
 */
import { Observable } from 'rxjs'
import type { LogIdentity, LogStore, Recovered } from '@quorate/core'

/** How a store in memory behaves. */
export interface MemoryLogStoreOptions {
  /** Calls back, once, when what was just written is durable; default: at once. */
  readonly whenSynced?: (durable: () => void) => void
}

/** What was held before a `start()`. */
export interface SetAside {
  readonly identity: LogIdentity | undefined
  readonly entries: readonly Uint8Array[]
}

/** A write under way. Each of its steps is durable or not; a crash may come between two. */
interface Write {
  readonly steps: readonly (() => void)[]
  readonly done: () => void
  isSynced: boolean
}

interface Ending {
  complete(): void
  error(error: unknown): void
}

export class MemoryLogStore implements LogStore {
  readonly #whenSynced: (durable: () => void) => void
  #identity: LogIdentity | undefined
  #entries: Uint8Array[] = []
  #setAside: SetAside[] = []
  #writes: Write[] = []
  #state: 'closed' | 'open' | 'failed' | 'closing' = 'closed'
  /** How often it was opened: a late close must not close the next opening. */
  #session = 0
  #nextFailure: string | undefined

  constructor(options: MemoryLogStoreOptions = {}) {
    this.#whenSynced = options.whenSynced ?? ((durable) => durable())
  }

  /** What `start()` set aside, oldest first. */
  get setAside(): readonly SetAside[] {
    return [...this.#setAside]
  }

  /** Writes that are not durable yet. */
  get unsynced(): number {
    return this.#writes.reduce((count, { steps }) => count + steps.length, 0)
  }

  open(): Observable<Recovered> {
    return new Observable((subscriber) => {
      if (this.#state !== 'closed') {
        subscriber.error(new Error('the store is held already'))
        return
      }
      this.#state = 'open'
      this.#session++
      const entries = this.#entries.map((bytes) => bytes.slice())
      subscriber.next({ identity: this.#identity, entries, repairs: [] })
      subscriber.complete()
    })
  }

  start(identity: LogIdentity): Observable<never> {
    return this.#write([() => this.#begin(identity)])
  }

  append(batch: readonly Uint8Array[]): Observable<never> {
    return new Observable((subscriber) => {
      const steps = batch.map((bytes) => {
        const copy = bytes.slice()
        return () => void this.#entries.push(copy)
      })
      this.#write(steps).subscribe(subscriber)
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
      else this.#writes.push({ steps: [], done: closed, isSynced: true })
    })
  }

  /**
   * Its process ends: writes under way are told to nobody, and of their steps the first
   * `surviving` (default none) turn out to be durable.
   */
  crash(surviving: number = 0): void {
    const steps = this.#writes.flatMap((write) => write.steps)
    for (const step of steps.slice(0, surviving)) step()
    this.#writes = []
    this.#state = 'closed'
  }

  /** The next write fails for this reason; no other is taken until the store is opened again. */
  failNextWrite(reason: string): void {
    this.#nextFailure = reason
  }

  #begin(identity: LogIdentity): void {
    this.#setAside.push({ identity: this.#identity, entries: this.#entries })
    this.#identity = identity
    this.#entries = []
  }

  #write(steps: readonly (() => void)[]): Observable<never> {
    return new Observable<never>((subscriber) => {
      const trouble = this.#trouble()
      if (trouble !== undefined) subscriber.error(new Error(trouble))
      else this.#enqueue(steps, subscriber)
    })
  }

  #trouble(): string | undefined {
    if (this.#state === 'closed' || this.#state === 'closing') return 'the store is not open'
    if (this.#state === 'failed') return 'an earlier write failed: open the store again'
    const reason = this.#nextFailure
    if (reason === undefined) return undefined
    this.#nextFailure = undefined
    this.#state = 'failed'
    return reason
  }

  #enqueue(steps: Write['steps'], ending: Ending): void {
    const write: Write = { steps, done: () => ending.complete(), isSynced: false }
    this.#writes.push(write)
    this.#whenSynced(() => {
      write.isSynced = true
      this.#finish()
    })
  }

  /** Writes complete in order: one that is durable early waits for those before it. */
  #finish(): void {
    for (let write = this.#writes[0]; write?.isSynced; write = this.#writes[0]) {
      this.#writes.shift()
      for (const step of write.steps) step()
      write.done()
    }
  }
}
