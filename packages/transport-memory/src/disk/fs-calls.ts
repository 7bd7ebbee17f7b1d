/**
 * How one process's calls to its disk happen: each passes its point, is traced, may be failed by
 * the disk's faults, and takes its time. What a call does to the disk it does when it is made, a
 * sync when it ends; its caller hears of it when it ends, and never once the process has. Draws are
 * keyed by (call, path, virtual time, n-th of that instant).
 */
import { NEVER, Observable, defer } from 'rxjs'
import { FsError } from '@quorate/core'
import type { FsCall, Gate } from '../points/index.ts'
import { bitsOf, mix, mixBytes, mixText, mixTime } from '../random.ts'
import type { Key } from '../random.ts'
import type { Life, Timeline } from '../time/index.ts'
import type { Trace } from '../trace.ts'
import type { CallClass, Faults } from './faults.ts'

/** Who calls, and what that goes through. */
export interface Caller {
  readonly life: Life
  readonly key: Key
  readonly timeline: Timeline
  readonly trace: Trace
  readonly gate: Gate
  readonly faults: Faults
}

/** One call. */
export interface Call<T> {
  readonly call: FsCall
  readonly path: string
  /** What is written. */
  readonly bytes?: Uint8Array
  /**
   * Does it, or of a write only so large a share; returns what is left to do as the call ends, and
   * what it answers.
   */
  readonly begin: (shareTaken: number) => () => T
  /** What befalls the disk when the call fails by a fault. */
  readonly failed?: () => void
}

const classes: { readonly [Each in FsCall]: CallClass } = {
  'make-folder': 'write',
  list: 'read',
  open: 'read',
  remove: 'write',
  rename: 'write',
  'sync-folder': 'sync',
  lock: 'none',
  release: 'none',
  size: 'none',
  read: 'read',
  write: 'write',
  truncate: 'write',
  sync: 'sync',
  close: 'none',
}

export class FsCalls {
  readonly #caller: Caller
  readonly #ofInstant = new Map<string, number>()
  #instant = -1

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /** Emits once what the call answers. */
  asked<T>(call: Call<T>): Observable<T> {
    return this.#passing(call, (subscriber, answer) => {
      subscriber.next(answer)
      subscriber.complete()
    })
  }

  /** Completes when the call has ended. */
  done(call: Call<void>): Observable<never> {
    return this.#passing(call, (subscriber) => subscriber.complete())
  }

  #passing<T, Told>(call: Call<T>, tell: Tell<T, Told>): Observable<Told> {
    const { life, gate } = this.#caller
    return defer(() => {
      if (life.leaks(`fs.${call.call}`)) return NEVER
      return gate.observed(`fs:${call.call}`, () => this.#made(call, tell))
    })
  }

  #made<T, Told>(call: Call<T>, tell: Tell<T, Told>): Observable<Told> {
    return new Observable((subscriber) => {
      const key = this.#keyOf(call)
      this.#record(call, call.call)
      const end = this.#begun(call, key)
      this.#after(this.#caller.faults.durationOf(classes[call.call], key), key, () => {
        try {
          tell(subscriber, end())
        } catch (error) {
          if (error instanceof FsError) this.#record(call, `${call.call} ${error.code}`)
          subscriber.error(error)
        }
      })
    })
  }

  /** What is left to do at its end, which is to throw what it failed with, if it did. */
  #begun<T>({ call, begin, failed }: Call<T>, key: Key): () => T {
    const error = this.#caller.faults.errorOf(classes[call], key)
    try {
      if (error === undefined) return begin(this.#caller.faults.shareTaken(key))
    } catch (refusal) {
      return () => {
        throw refusal
      }
    }
    return () => {
      failed?.()
      throw error
    }
  }

  #after(ms: number, key: Key, run: () => void): void {
    if (ms === 0) {
      run()
      return
    }
    const { timeline, life } = this.#caller
    timeline.schedule({ at: timeline.now + ms, tie: bitsOf(key) }, { run, life })
  }

  #keyOf({ call, path }: Call<unknown>): Key {
    const { key, timeline } = this.#caller
    if (this.#instant !== timeline.now) this.#ofInstant.clear()
    this.#instant = timeline.now
    const what = `${call} ${path}`
    const nth = this.#ofInstant.get(what) ?? 0
    this.#ofInstant.set(what, nth + 1)
    return mix(mixTime(mixText(key, what), timeline.now), nth)
  }

  #record({ path, bytes }: Call<unknown>, note: string): void {
    const { life, timeline, trace } = this.#caller
    const event = { at: timeline.now, kind: 'fs', from: life.name, to: path, note } as const
    if (bytes === undefined) trace.record(event)
    else trace.record({ ...event, count: bytes.length, content: mixBytes(0, bytes) })
  }
}

type Tell<T, Told> = (subscriber: Subscribed<Told>, answer: T) => void

interface Subscribed<Told> {
  next(value: Told): void
  error(error: unknown): void
  complete(): void
}
