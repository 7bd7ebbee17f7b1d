/**
 * What every call of one machine's ports goes through. It counts the call and, where a crash was
 * asked for, makes it happen: before the call, of which nothing comes then, or after it has done
 * what it does and before its caller hears of that. It outlives the machine's processes.
 */
import { NEVER, Observable } from 'rxjs'
import { invariant } from '@quorate/core'
import type { CrashOptions } from './crash-options.ts'
import { covers } from './points.ts'
import type { CrashPoint, Points, PortPoint } from './points.ts'

/** When a machine is to crash, and how. */
export interface CrashAtOptions extends CrashOptions {
  /** At which passing of the point from now on; default 1, the next. */
  readonly times?: number
  /** Before the call does anything, or after, before anybody hears of it; default `before`. */
  readonly when?: 'before' | 'after'
  /** Told of the call that it was, when the process has ended. */
  readonly onCrash?: (point: PortPoint) => void
}

interface Armed {
  readonly point: CrashPoint
  readonly options: CrashAtOptions
  left: number
}

/** Ends the process of the moment; `at` says where, for the trace. */
type Crash = (options: CrashOptions, at: string) => void

export class Gate {
  readonly #points: Points
  readonly #crash: Crash
  #armed: readonly Armed[] = []

  constructor(points: Points, crash: Crash) {
    this.#points = points
    this.#crash = crash
  }

  /** Asks for a crash, once; returns how to call it off. */
  arm(point: CrashPoint, options: CrashAtOptions): () => void {
    const { times = 1 } = options
    invariant(Number.isInteger(times) && times > 0, 'times must be a whole number above 0')
    const armed = { point, options, left: times }
    this.#armed = [...this.#armed, armed]
    return () => this.#disarm(armed)
  }

  /** The operation, passing the point whenever it is begun. */
  observed<T>(point: PortPoint, operation: () => Observable<T>): Observable<T> {
    return new Observable((subscriber) => this.#begun(point, operation).subscribe(subscriber))
  }

  /** What the call returns; `otherwise` when the process ended before it. */
  called<T>(point: PortPoint, call: () => T, otherwise: T): T {
    const due = this.#pass(point)
    if (due === undefined) return call()
    const result = due.when === 'after' ? call() : otherwise
    this.#crashAt(point, due)
    return result
  }

  #begun<T>(point: PortPoint, operation: () => Observable<T>): Observable<T> {
    const due = this.#pass(point)
    if (due === undefined) return operation()
    if (due.when === 'after') return crashing(operation(), () => this.#crashAt(point, due))
    this.#crashAt(point, due)
    return NEVER
  }

  /** Of the crashes asked for here, the one that is due. */
  #pass(point: PortPoint): CrashAtOptions | undefined {
    this.#points.pass(point)
    if (this.#armed.length === 0) return undefined
    const here = this.#armed.filter((armed) => covers(armed.point, point))
    for (const armed of here) armed.left--
    const due = here.find(({ left }) => left <= 0)
    if (due !== undefined) this.#disarm(due)
    return due?.options
  }

  #crashAt(point: PortPoint, { when = 'before', onCrash, ...options }: CrashAtOptions): void {
    this.#crash(options, `${when} ${point}`)
    onCrash?.(point)
  }

  #disarm(armed: Armed): void {
    this.#armed = this.#armed.filter((each) => each !== armed)
  }
}

/** Ends in a crash as soon as it has anything to tell, and tells nothing. */
const crashing = <T>(operation: Observable<T>, crash: () => void): Observable<T> =>
  new Observable(() => {
    let isOver = false
    const over = (): void => {
      if (!isOver) crash()
      isOver = true
    }
    return operation.subscribe({ next: over, error: over, complete: over })
  })
