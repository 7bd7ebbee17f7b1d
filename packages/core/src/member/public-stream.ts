/**
 * The streams an application subscribes to. Hot; they complete when the member stops and never
 * error. A subscriber that throws is the application's bug: it is reported once per throw to
 * `onFailure`, stays subscribed, and disturbs neither the member nor any other subscriber.
 * (Behind operators of the application's own, RxJS's rule holds: an uncaught error.)
 */
import { Observable, type Observer, type Subscription } from 'rxjs'

type Next<T> = Partial<Observer<T>> | ((value: T) => void) | null

export class PublicStream<T> extends Observable<T> {
  readonly #onFailure: (error: unknown) => void

  constructor(stream: Observable<T>, onFailure: (error: unknown) => void) {
    super((subscriber) => stream.subscribe(subscriber))
    this.#onFailure = onFailure
  }

  override subscribe(observerOrNext?: Next<T>): Subscription {
    if (typeof observerOrNext === 'function') return super.subscribe(this.#guard(observerOrNext))
    const next = observerOrNext?.next
    if (observerOrNext instanceof Object && isOwnObserver(observerOrNext) && next !== undefined) {
      const guarded = this.#guard((value: T) => next.call(observerOrNext, value))
      return super.subscribe({ ...observerOrNext, next: guarded })
    }
    return super.subscribe(observerOrNext ?? undefined)
  }

  #guard(next: (value: T) => void): (value: T) => void {
    return (value) => {
      try {
        next(value)
      } catch (error) {
        this.#onFailure(error)
      }
    }
  }
}

/** A plain observer the application wrote, not one of RxJS's subscribers. */
const isOwnObserver = (observer: object): boolean =>
  Object.getPrototypeOf(observer) === Object.prototype
